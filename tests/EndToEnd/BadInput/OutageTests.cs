using Marketplace.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Marketplace.EndToEnd.Tests.BadInput;

/// <summary>The worlds around the marketplace fail or lie for a while. Afterwards everybody has his answer and his money, once.</summary>
internal abstract class OutageSuite : EngineSuite
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);
    private World world = null!;
    private string campaign = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync(Engine);
        campaign = await (await world.PersonAsync("Olive")).CampaignAsync(budget: 20);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (world is not null)
        {
            await world.BooksAsync();
            await world.DisposeAsync();
        }
    }

    [Test]
    public async Task A_database_out_of_reach_for_ten_seconds_delays_and_loses_nothing()
    {
        var bob = await world.PersonAsync("Bodo");
        await bob.ClaimAsync(campaign);
        await bob.ProveAsync();
        await bob.Phone.ReadAsync("Proof accepted");

        var before = world.Logs.Lines.Count;
        await using (await TakeAwayAsync(world.Database))
        {
            await bob.Phone.PressAsync("Collect my money");
            await Task.Delay(Outage, TimeProvider.System);
        }

        await bob.Phone.ReadAsync("You earned 0.85 TRX");
        await world.UntilPaidAsync();
        await bob.AskAsync("/balance", "Your own balance: 0.85 TRX");
        if (Engine == TestEngine.PostgreSql)
        {
            // SQLite's own patience is longer than this outage: whoever wants to write waits in line, and nothing fails.
            Assert.That(world.Logs.Lines.Skip(before).Where(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("could not be stored", StringComparison.Ordinal)), Is.Not.Empty);
        }
    }

    [TestCase("status", 429)]
    [TestCase("status", 500)]
    [TestCase("garbage", 500)]
    [TestCase("garbage", 502)]
    [TestCase("hang_up", 500)]
    [TestCase("lost", 500)]
    public async Task A_chat_service_that_fails_delays_the_answer_and_pays_once(string kind, int code)
    {
        var bob = await world.PersonAsync("Basil");
        await bob.ClaimAsync(campaign);
        await bob.ProveAsync();
        await bob.Phone.ReadAsync("Proof accepted");
        foreach (var method in new[] { "sendMessage", "editMessageText", "answerCallbackQuery" })
        {
            await world.ChatServiceAsync("faults", new { method, kind, error_code = code, count = 2, retry_after = code == 429 ? 1 : (int?)null });
        }

        await bob.Phone.PressAsync("Collect my money");
        await bob.Phone.ReadAsync("You earned 0.85 TRX");
        await world.UntilPaidAsync();
        await bob.AskAsync("/balance", "Your own balance: 0.85 TRX");
    }

    [TestCase("lie_amount")]
    [TestCase("lie_bytes")]
    [TestCase("lie_block_id")]
    [TestCase("missing_transactions")]
    [TestCase("missing_result")]
    [TestCase("cut_json")]
    [TestCase("empty")]
    [TestCase("rate_limited")]
    [TestCase("status")]
    public async Task A_chain_endpoint_that_lies_or_fails_for_a_while_credits_the_true_amount_once(string kind)
    {
        var ada = await world.PersonAsync("Ann");
        var address = await ada.DepositAddressAsync();
        await world.Worlds.FaucetAsync(address, 7_000_000, CancellationToken.None);
        await world.ChainAsync("fault", new { kind, count = 12 });
        await world.Worlds.MineAsync(21, CancellationToken.None);
        await World.UntilAsync(async () => (await world.ChainAsync("faults")).GetArrayLength() == 0, "every lie to be told");

        await ada.Phone.ReadAsync("Deposit received: 7 TRX");
        await ada.AskAsync("/balance", "Advertising: 7 TRX");
    }

    /// <summary>SQLite: somebody else has the file for himself. PostgreSQL: every connection ends, and none is accepted.</summary>
    private static async Task<IAsyncDisposable> TakeAwayAsync(TestDatabase database)
    {
        if (database.Engine == TestEngine.Sqlite)
        {
            var other = new SqliteConnection(database.ConnectionString + ";Pooling=False");
            await other.OpenAsync();
            await ExecuteAsync(other, "BEGIN EXCLUSIVE");
            return other;
        }

        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        var server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "postgres", Pooling = false }.ToString());
        await server.OpenAsync();
        await ExecuteAsync(server, $"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false");
        await ExecuteAsync(server, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        return new Closed(server, name!);
    }

    private static async Task ExecuteAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Closed(NpgsqlConnection server, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await ExecuteAsync(server, $"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true");
            await server.DisposeAsync();
        }
    }
}

internal sealed class OutageOnSqlite : OutageSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class OutageOnPostgreSql : OutageSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
