using Marketplace.Testing;

namespace Marketplace.Host.Tests;

/// <summary>
/// PostgreSQL behind PgBouncer in transaction mode, where nothing that a session keeps is kept. <c>MARKETPLACE_MIGRATION_ROUNDS</c> asks for more starts at once.
/// </summary>
public class PoolerTests
{
    private const int Few = 3;
    private const int Hosts = 3;

    [SetUp]
    public void Require()
    {
        TestEngine.PostgreSql.RequireAvailable();
        PrivatePgBouncer.RequireProgram();
    }

    [Test]
    public async Task Hosts_that_start_at_once_on_an_empty_database_migrate_it_once()
    {
        var rounds = Setting.Number("MARKETPLACE_MIGRATION_ROUNDS", Few);
        for (var round = 1; round <= rounds; round++)
        {
            await using var database = await TestEngine.PostgreSql.CreateAsync();
            await using var pooler = await PrivatePgBouncer.StartAsync(database.ConnectionString);
            var settings = pooler.Through(database.ConnectionString, "Max Auto Prepare=0;Pooling=false");

            var ends = await Task.WhenAll(Enumerable.Range(0, Hosts).Select(_ => Task.Run(() => RunAsync(settings, "database", "migrate"))));

            Assert.That(ends.Select(end => end.Code), Is.All.Zero, $"round {round}: {string.Join(" | ", ends.Select(end => end.Error))}");
            Assert.That(await database.CountAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"), Is.Zero);
            Assert.That((await RunAsync(settings, "ledger", "verify")).Code, Is.Zero);
        }
    }

    [Test]
    public async Task Preparing_unasked_behind_a_pooler_is_refused_in_one_sentence()
    {
        await using var database = await TestEngine.PostgreSql.CreateAsync();
        await using var pooler = await PrivatePgBouncer.StartAsync(database.ConnectionString);
        await RunAsync(database.ConnectionString, "database", "migrate");

        foreach (var words in (string[][])[["database", "migrate"], ["ledger", "verify"], []])
        {
            await using var worlds = new Worlds();
            var (code, error) = await RunAsync(pooler.Through(database.ConnectionString, string.Empty), [.. words, .. words.Length > 0 ? [] : worlds.Arguments()]);

            Assert.That(code, Is.EqualTo(69));
            Assert.That(error.Trim(), Does.Match(@"^The database \(PostgreSQL .*\) can not be used: a connection pooler stands before the server, .*; add Max Auto Prepare=0 .*$").And.Not.Contains("\n"));
        }
    }

    [Test]
    public async Task Whoever_waits_too_long_for_another_s_migration_says_so()
    {
        await using var database = await TestEngine.PostgreSql.CreateAsync();
        await using var other = await database.OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN; SELECT pg_advisory_xact_lock(x'6D61726B6574'::bigint)";
        await command.ExecuteNonQueryAsync();

        var (code, error) = await RunAsync($"{database.ConnectionString};Command Timeout=1", "database", "migrate");

        Assert.That(code, Is.EqualTo(69));
        Assert.That(error.Trim(), Does.EndWith("can not be used: another process has been migrating it for 4 s; start again when that one is done"));
    }

    private static async Task<(int Code, string Error)> RunAsync(string connectionString, params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await HostProgram.RunAsync([.. words, "--Database:Provider=postgresql", $"--Database:ConnectionString={connectionString}"], output, errors);
        return (code, errors.ToString());
    }
}
