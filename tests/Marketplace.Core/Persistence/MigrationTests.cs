using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.Tests;

internal abstract class MigrationSuite : EngineSuite
{
    [Test]
    public async Task Migrations_build_what_the_model_asks_for() =>
        Assert.That(await Schema.CompareMigrationsWithModelAsync(Engine, services => services.AddProbe()), Is.Empty);

    [TestCase("DROP INDEX ix_probe_notes_text")]
    [TestCase("DROP INDEX ix_probe_notes_text; CREATE UNIQUE INDEX ix_probe_notes_text ON probe_notes (text) WHERE amount > 1")]
    [TestCase("ALTER TABLE probe_notes ADD COLUMN more bigint NOT NULL DEFAULT 0")]
    [TestCase("ALTER TABLE leases RENAME COLUMN until TO ends")]
    [TestCase("DROP TABLE inbox_messages")]
    public async Task The_comparison_sees_the_smallest_difference(string change)
    {
        await using var database = await Engine.CreateAsync();
        await using var provider = Build(database);
        await provider.MigrateMarketplaceAsync();
        var before = await Schema.ReadAsync(database);

        await database.ExecuteAsync(change);

        Assert.That(await Schema.ReadAsync(database), Is.Not.EqualTo(before));
    }

    [Test]
    public async Task Migrating_again_changes_nothing()
    {
        await using var database = await Engine.CreateAsync();
        await using var provider = Build(database);
        await provider.MigrateMarketplaceAsync();
        var before = await Schema.ReadAsync(database);

        await provider.MigrateMarketplaceAsync();

        Assert.That(await Schema.ReadAsync(database), Is.EqualTo(before));
    }

    [Test]
    public async Task Hosts_that_start_together_migrate_once()
    {
        await using var database = await Engine.CreateAsync();
        var hosts = Enumerable.Range(0, 4).Select(_ => Build(database)).ToList();

        await Task.WhenAll(hosts.Select(host => Task.Run(() => host.MigrateMarketplaceAsync())));

        Assert.That(await database.CountAsync("""SELECT count(*) FROM "__EFMigrationsHistory" """), Is.EqualTo(2));
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Test]
    public async Task A_host_killed_while_it_migrated_does_not_block_the_next_start()
    {
        await using var database = await Engine.CreateAsync();
        await using var provider = Build(database);
        await provider.MigrateMarketplaceAsync();
        if (Engine == TestEngine.Sqlite)
        {
            // What EF's own lock leaves on SQLite when its process dies between taking and releasing it.
            await database.ExecuteAsync("""
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-06-01 12:00:00+00:00')
                """);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await provider.MigrateMarketplaceAsync(patience.Token);
    }

    [Test]
    public async Task A_module_brings_its_tables_and_nobody_else_s()
    {
        await using var market = await TestMarketplace.StartAsync(Engine, services =>
            services.AddMarketplaceModule("persistence", typeof(MarketplaceDbContext).Assembly));
        Assert.That(await TablesAsync(market), Does.Not.Contain("probe_notes").And.Contain("outbox_messages"));

        await using var later = market.AnotherProcess(services => services.AddProbe());
        await later.Services.MigrateMarketplaceAsync();

        Assert.That(await TablesAsync(market), Does.Contain("probe_notes").And.Contain("outbox_messages"));
        Assert.That((await later.Send(new Run(tools => tools.Write("in the new table")))).Succeeded);

        static async Task<IEnumerable<string>> TablesAsync(TestMarketplace market) =>
            (await Schema.ReadAsync(market.Database)).Where(line => line.StartsWith("column", StringComparison.Ordinal)).Select(line => line.Split(' ', '.')[1]);
    }

    protected static ServiceProvider Build(TestDatabase database)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        database.AddTo(services);
        return services.AddProbe().BuildServiceProvider();
    }
}

internal sealed class MigrationsOnSqlite : MigrationSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;

    [Test]
    public async Task A_file_that_another_host_is_only_just_making_can_be_looked_at()
    {
        await using var database = await Engine.CreateAsync();
        // Not WAL yet: as between the making of the file and the maker's first settings.
        await using (var maker = new SqliteConnection($"{database.ConnectionString};Pooling=False"))
        {
            await maker.OpenAsync();
            await using var command = maker.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE; CREATE TABLE something (id INTEGER)";
            await command.ExecuteNonQueryAsync();
        }

        await using var provider = Build(database);
        await using var scope = provider.CreateAsyncScope();

        Assert.That(await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Database.CanConnectAsync());
    }

    [Test]
    public async Task The_file_is_set_up_for_money()
    {
        await using var market = await TestMarketplace.StartAsync(Engine, services => services.AddProbe());

        var settings = await market.InScopeAsync(async services =>
        {
            var database = services.GetRequiredService<MarketplaceDbContext>().Database;
            var values = new List<string>();
            foreach (var pragma in (string[])["journal_mode", "synchronous", "foreign_keys", "busy_timeout"])
            {
                await database.OpenConnectionAsync();
                await using var command = database.GetDbConnection().CreateCommand();
                command.CommandText = $"PRAGMA {pragma}";
                values.Add($"{pragma} {await command.ExecuteScalarAsync()}");
                // The next one is read from a connection that was in the pool.
                await database.CloseConnectionAsync();
            }

            return values;
        });

        // synchronous 2 is FULL.
        Assert.That(settings, Is.EqualTo(["journal_mode wal", "synchronous 2", "foreign_keys 1", "busy_timeout 5000"]));
    }
}

internal sealed class MigrationsOnPostgreSql : MigrationSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
