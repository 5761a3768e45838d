using System.Text.RegularExpressions;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing;

/// <summary>
/// A database's schema as sorted lines: tables, columns with type, nullability and default, keys, foreign keys, indexes with their filters,
/// checks. Two databases are alike where these are equal; the order of columns and what EF keeps about migrations do not count.
/// Triggers and functions are left out: <c>EnsureCreated</c> builds from the model, which knows none.
/// </summary>
public static partial class Schema
{
    /// <summary>
    /// Builds two databases of the same modules, one by their migrations and one as the model asks for, and answers with what differs:
    /// <c>-</c> only by migrations, <c>+</c> only in the model.
    /// </summary>
    public static async Task<IReadOnlyList<string>> CompareMigrationsWithModelAsync(TestEngine engine, Action<IServiceCollection> install)
    {
        var migrated = await BuildAsync(engine, install, context => context.MigrateAsync());
        var asked = await BuildAsync(engine, install, context => context.EnsureCreatedAsync());
        Assert.That(asked, Is.Not.Empty);
        return [.. migrated.Except(asked).Select(line => $"- {line}"), .. asked.Except(migrated).Select(line => $"+ {line}")];
    }

    private static async Task<IReadOnlyList<string>> BuildAsync(TestEngine engine, Action<IServiceCollection> install, Func<DatabaseFacade, Task> build)
    {
        await using var database = await engine.CreateAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        database.AddTo(services);
        install(services);
        await using (var provider = services.BuildServiceProvider())
        {
            await using var scope = provider.CreateAsyncScope();
            await build(scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Database);
        }

        return await ReadAsync(database);
    }

    public static async Task<IReadOnlyList<string>> ReadAsync(TestDatabase database)
    {
        var lines = database.Engine == TestEngine.PostgreSql ? await database.RowsAsync(PostgreSqlQuery) : await ReadSqliteAsync(database);
        return [.. lines.Where(line => !line.Contains("__EFMigrations", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private const string PostgreSqlQuery = """
        SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '')
            || coalesce('(' || numeric_precision || ',' || numeric_scale || ')', '') || ' nullable=' || is_nullable
            || ' default=' || coalesce(column_default, 'none') || ' identity=' || is_identity || ' collation=' || coalesce(collation_name, 'none')
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL
        SELECT 'index ' || pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'sequence ' || sequencename FROM pg_sequences WHERE schemaname = 'public'
        UNION ALL
        SELECT 'view ' || viewname || ' ' || definition FROM pg_views WHERE schemaname = 'public'
        """;

    private static async Task<IReadOnlyList<string>> ReadSqliteAsync(TestDatabase database)
    {
        var columns = await database.RowsAsync("""
            SELECT 'column ' || m.name || '.' || c.name || ' ' || c.type || ' required=' || c."notnull" || ' default=' || coalesce(c.dflt_value, 'none') || ' key=' || c.pk
            FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
            """);
        var foreignKeys = await database.RowsAsync("""
            SELECT 'foreign key ' || m.name || '.' || f."from" || ' -> ' || f."table" || '.' || f."to" || ' on delete ' || f.on_delete
            FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
            """);
        var indexes = await database.RowsAsync("SELECT 'index ' || sql FROM sqlite_master WHERE type IN ('index', 'view') AND sql IS NOT NULL");
        var tables = await database.RowsAsync("SELECT name || '|' || sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
        var constraints = tables.SelectMany(table => Constraints(table.Split('|', 2)[0], table.Split('|', 2)[1]));
        return [.. columns, .. foreignKeys, .. indexes.Select(Normalise), .. constraints];
    }

    /// <summary>The named constraints of a CREATE TABLE, which no pragma tells: EF writes each on a line of its own.</summary>
    private static IEnumerable<string> Constraints(string table, string sql) =>
        from line in sql.Split('\n')
        let text = Normalise(line).TrimEnd(',')
        where text.StartsWith("CONSTRAINT", StringComparison.Ordinal) || text.Contains("AUTOINCREMENT", StringComparison.Ordinal)
        select $"constraint {table} {text}";

    private static string Normalise(string sql) => Space().Replace(sql, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
