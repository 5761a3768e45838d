using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Persistence;

/// <summary>
/// Gathers the hand-written migrations of the installed modules. They name no column types, so one set serves every
/// engine, and there is no model snapshot: a test compares what they build with what the model asks for.
/// </summary>
#pragma warning disable EF1001 // IMigrationsAssembly is EF's documented seam for exactly this; a new EF version is a reviewed change.
internal sealed class ModuleMigrationsAssembly(ICurrentDbContext current) : IMigrationsAssembly
{
    private IReadOnlyDictionary<string, TypeInfo>? migrations;

    public IReadOnlyDictionary<string, TypeInfo> Migrations => migrations ??= Gather();

    public Microsoft.EntityFrameworkCore.Infrastructure.ModelSnapshot? ModelSnapshot => null;

    public Assembly Assembly => typeof(ModuleMigrationsAssembly).Assembly;

    public string? FindMigrationId(string nameOrId) =>
        Migrations.Keys.FirstOrDefault(id => string.Equals(id, nameOrId, StringComparison.OrdinalIgnoreCase));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass.AsType())!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    private SortedDictionary<string, TypeInfo> Gather() => new(
        ((MarketplaceDbContext)current.Context).Modules
            .Select(module => module.Assembly)
            .Distinct()
            .SelectMany(assembly => assembly.DefinedTypes)
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Migration)))
            .ToDictionary(type => type.GetCustomAttribute<MigrationAttribute>()!.Id),
        StringComparer.Ordinal);
}
#pragma warning restore EF1001
