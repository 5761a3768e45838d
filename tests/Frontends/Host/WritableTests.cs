using System.Net;
using Marketplace.Testing;

namespace Marketplace.Host.Tests;

/// <summary>A database that only answers is of no use: the host writes, at start and whenever somebody asks how it is.</summary>
internal abstract class WritableSuite : EngineSuite
{
    protected TestDatabase Database { get; private set; } = null!;

    /// <summary>From now on nothing may be written.</summary>
    /// <returns>The connection string to go on with.</returns>
    protected abstract Task<string> MakeReadOnlyAsync();

    [SetUp]
    public async Task CreateAsync() => Database = await Engine.CreateAsync();

    [TearDown]
    public async Task DropAsync() => await Database.DisposeAsync();

    [Test]
    public async Task A_read_only_database_refuses_to_start_with_one_sentence()
    {
        await using var worlds = new Worlds();
        await RunAsync(["database", "migrate", .. Settings(worlds, Database.ConnectionString)]);

        var (code, error) = await RunAsync(Settings(worlds, await MakeReadOnlyAsync()));

        Assert.That(code, Is.EqualTo(73));
        Assert.That(error.Trim(), Does.Match($@"^The database \({Engine.Name} .*\) can not be written to: .*read-?only").And.Not.Contains("\n"));
    }

    [Test]
    public async Task A_database_that_can_not_be_written_to_any_more_is_trouble()
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        await using var host = MarketplaceHost.Build(Settings(worlds, Database.ConnectionString));
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };
        Assert.That(await HealthAsync(http), Does.Contain("\"database\":\"ok\""));

        await using var connection = await Database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Refuse;
        await command.ExecuteNonQueryAsync();
        await UntilAsync(async () => (await HealthAsync(http)).Contains("\"database\":\"can not be written to\"", StringComparison.Ordinal));
        using var response = await http.GetAsync("/health");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await host.StopAsync();
    }

    /// <summary>A statement after which leases can be read and not written.</summary>
    protected abstract string Refuse { get; }

    private static async Task<string> HealthAsync(HttpClient http)
    {
        using var response = await http.GetAsync("/health");
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private string[] Settings(Worlds worlds, string connectionString) => worlds.Arguments(("Database:Provider", Engine.Name), ("Database:ConnectionString", connectionString));

    private static async Task<(int Code, string Error)> RunAsync(string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        return (await HostProgram.RunAsync(words, output, errors), errors.ToString());
    }
}

internal sealed class WritableOnSqlite : WritableSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;

    protected override string Refuse => "CREATE TRIGGER refuse BEFORE UPDATE ON leases BEGIN SELECT RAISE(ABORT, 'no room'); END";

    protected override Task<string> MakeReadOnlyAsync() => Task.FromResult($"{Database.ConnectionString};Mode=ReadOnly");
}

internal sealed class WritableOnPostgreSql : WritableSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;

    protected override string Refuse =>
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON leases FOR EACH ROW EXECUTE FUNCTION refuse()
        """;

    protected override Task<string> MakeReadOnlyAsync() => Task.FromResult($"{Database.ConnectionString};Options=-c default_transaction_read_only=on");
}
