using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Persistence;

/// <summary>Columns, keys and indexes are named as SQL people name them, so that raw statements need no quotes on either engine.</summary>
internal static partial class SnakeCaseNames
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            var table = entity.GetTableName();
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Of(property.Name));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(key.IsPrimaryKey() ? $"pk_{table}" : $"ak_{table}_{Join(key.Properties)}");
            }

            foreach (var index in entity.GetIndexes().Where(index => index.FindAnnotation("Relational:Name") is null))
            {
                index.SetDatabaseName($"ix_{table}_{Join(index.Properties)}");
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.SetConstraintName($"fk_{table}_{Join(foreignKey.Properties)}");
            }
        }
    }

    private static string Join(IEnumerable<Microsoft.EntityFrameworkCore.Metadata.IReadOnlyProperty> properties) =>
        string.Join('_', properties.Select(property => Of(property.Name)));

    private static string Of(string name) => WordStart().Replace(name, "_$1").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex WordStart();
}
