using System.Reflection;
using Marketplace.Testing;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Architecture.Tests;

/// <summary>The modules that bring tables: any project with a migration or an entity.</summary>
internal static class Tables
{
    public static IReadOnlyList<Project> Owners { get; } = [.. Repository.Libraries.Where(project => project.Assembly.GetTypes().Any(BringsTables))];

    public static IEnumerable<Type> Migrations(Project project) =>
        project.Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Migration)));

    private static bool BringsTables(Type type) => type.IsSubclassOf(typeof(Migration))
        || type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<>));
}

internal sealed class MigrationRuleTests
{
    private static readonly string[] Providers = ["Microsoft.EntityFrameworkCore.Sqlite", "Npgsql.EntityFrameworkCore.PostgreSQL"];

    private static IEnumerable<TestCaseData> Migrations =>
        from project in Tables.Owners
        from migration in Tables.Migrations(project)
        select new TestCaseData(project, migration).SetArgDisplayNames(project.Name, migration.Name);

    /// <summary>One set of migrations serves every engine, so each engine chooses the column's type by the property's.</summary>
    [TestCaseSource(nameof(Migrations))]
    public void A_migration_names_no_column_type(Project project, Type migration)
    {
        foreach (var provider in Providers)
        {
            var columns = Operations(migration, provider)
                .SelectMany(operation => operation is CreateTableOperation table ? table.Columns.Cast<ColumnOperation>() : operation is ColumnOperation column ? [column] : []);
            Assert.That(columns.Where(column => column.ColumnType is not null).Select(column => $"{column.Table}.{column.Name} {column.ColumnType}"), Is.Empty, provider);
        }
    }

    [TestCaseSource(nameof(Migrations))]
    public void A_migration_touches_the_tables_of_its_own_module_only(Project project, Type migration)
    {
        // Persistence's own tables are named for what they are: outbox_messages, leases.
        if (project.Name == "Marketplace.Persistence")
        {
            return;
        }

        var prefixes = Tables.Migrations(project)
            .SelectMany(type => Operations(type, Providers[0]))
            .OfType<CreateTableOperation>()
            .Select(table => table.Name.Split('_')[0])
            .Distinct()
            .ToList();
        Assert.That(prefixes, Has.Count.EqualTo(1), "One prefix for all tables of a module.");
        Assert.That(project.Name.Split('.').Select(part => part.ToLowerInvariant()).Append("chat"), Does.Contain(prefixes[0]));
        var foreign = Operations(migration, Providers[0]).OfType<ITableMigrationOperation>().Where(operation => !operation.Table.StartsWith(prefixes[0] + '_', StringComparison.Ordinal));
        Assert.That(foreign.Select(operation => operation.Table), Is.Empty);
    }

    [Test]
    public void No_two_migrations_share_an_id() =>
        Assert.That(Tables.Owners.SelectMany(Tables.Migrations).Select(type => type.GetCustomAttribute<MigrationAttribute>()!.Id), Is.Unique);

    private static IReadOnlyList<MigrationOperation> Operations(Type migration, string provider)
    {
        var instance = (Migration)Activator.CreateInstance(migration)!;
        instance.ActiveProvider = provider;
        return instance.UpOperations;
    }
}

/// <summary>All modules together: what their migrations build is what their model asks for.</summary>
internal abstract class SchemaSuite : EngineSuite
{
    [Test]
    public async Task All_modules_together_migrate_to_what_their_model_asks_for() =>
        Assert.That(await Schema.CompareMigrationsWithModelAsync(Engine, services =>
        {
            foreach (var project in Tables.Owners)
            {
                services.AddMarketplaceModule(project.Name, project.Assembly);
            }
        }), Is.Empty);
}

internal sealed class SchemaOnSqlite : SchemaSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class SchemaOnPostgreSql : SchemaSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
