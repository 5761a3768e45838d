using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Tests;

/// <summary>The commands beside the host, as an operator types them, on every database.</summary>
internal abstract class CommandSuite : EngineSuite
{
    private static readonly LedgerAccount Ada = LedgerAccount.Ad(Guid.Parse("00000000-0000-7000-8000-000000000001"));
    private static readonly LedgerAccount Bob = LedgerAccount.Earn(Guid.Parse("00000000-0000-7000-8000-000000000002"));

    private readonly FakeClock clock = new() { RealTimersUpTo = TimeSpan.FromSeconds(10) };

    private TestDatabase? migrated;

    protected TestDatabase Database { get; private set; } = null!;

    protected string[] Settings => [$"--Database:Provider={Engine.Name}", $"--Database:ConnectionString={Database.ConnectionString}"];

    [OneTimeSetUp]
    public async Task MigrateAsync()
    {
        Database = migrated = await Engine.CreateAsync();
        Assert.That((await RunAsync("database", "migrate")).Code, Is.Zero);
        migrated.Disconnect();
    }

    [OneTimeTearDown]
    public async Task DropMigratedAsync()
    {
        if (migrated is not null)
        {
            await migrated.DisposeAsync();
        }
    }

    [SetUp]
    public async Task CreateAsync()
    {
        clock.Set(new FakeClock().GetUtcNow());
        Database = await Engine.CopyAsync(migrated!);
    }

    [TearDown]
    public async Task DropAsync() => await Database.DisposeAsync();

    [Test]
    public async Task Books_that_are_right_are_said_to_be_so()
    {
        await FillAsync();

        var (code, output, error) = await RunAsync("ledger", "verify");

        Assert.That((code, error), Is.EqualTo((0, string.Empty)), output);
        Assert.That(output, Does.Contain("ok      History is as it was sealed (seals: 1, transfers: 3, newer and not sealed yet: 0)")
            .And.Contain("ok      Every transfer sums to zero per asset").And.EndsWith("The books are right.\n").And.Not.Contain("BROKEN"));
    }

    [Test]
    public async Task A_head_that_was_kept_is_found_again()
    {
        await FillAsync();

        var (code, head, _) = await RunAsync("ledger", "head");

        Assert.That(code, Is.Zero);
        Assert.That(head, Does.Match("^marketplace-seal:1:[0-9a-f]{64}\n$"));
        var (known, found, _) = await RunAsync("ledger", "verify", "--memo", head.Trim());
        Assert.That((known, found), Is.EqualTo((0, found)));
        Assert.That(found, Does.Contain("ok      Seal 1 of the memo is part of this history"));
        var (unknown, missing, _) = await RunAsync("ledger", "verify", "--memo", $"marketplace-seal:1:{new string('0', 64)}");
        Assert.That(unknown, Is.EqualTo(1));
        Assert.That(missing, Does.Contain("BROKEN  Seal 1 of the memo is NOT part of this history").And.Contain("The books are NOT right: 1 thing is broken."));
    }

    [Test]
    public async Task Forged_history_is_named_and_ends_with_1()
    {
        await FillAsync();
        await Database.ExecuteAsync(Engine == TestEngine.Sqlite
            ? "DROP TRIGGER ledger_journal_refuses_update; UPDATE ledger_journal SET kind = 'forged' WHERE id = 2"
            : "ALTER TABLE ledger_journal DISABLE TRIGGER USER; UPDATE ledger_journal SET kind = 'forged' WHERE id = 2");

        var (code, output, _) = await RunAsync("ledger", "verify");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("BROKEN  Seal 1 (transfers 1 to 3) is the first that is broken: what is there has another hash than what was sealed"));
    }

    [Test]
    public async Task A_command_does_not_migrate_unasked()
    {
        await Database.DisposeAsync();
        Database = await Engine.CreateAsync();

        var (code, _, error) = await RunAsync("ledger", "verify");

        Assert.That(code, Is.EqualTo(69));
        Assert.That(error, Does.Match("does not exist|is [0-9]+ migrations behind this program; run: Marketplace.Host database migrate"));
        Assert.That((await RunAsync("database", "migrate")).Output, Does.Contain("is up to date; migrations applied now: ").And.Not.Contain("now: 0."));
        Assert.That((await RunAsync("database", "migrate")).Output, Does.Contain("is up to date; migrations applied now: 0."));
        Assert.That((await RunAsync("ledger", "verify")).Code, Is.Zero);
        Assert.That((await RunAsync("ledger", "head")).Error, Does.StartWith("Nothing is sealed yet"));
    }

    [Test]
    public async Task An_account_s_history_is_exported_to_the_sun()
    {
        await FillAsync();

        var (code, csv, error) = await RunAsync("ledger", "export", Bob.Code);

        Assert.That((code, error), Is.EqualTo((0, $"{Bob}: 2 entries in TRX.\n")));
        Assert.That(csv, Is.EqualTo(string.Concat(new[]
        {
            "row,transfer,posted_at,kind,reference,asset,amount_units,amount,balance_units,balance",
            "opening,,,,,TRX,,,0,0",
            "entry,2,2026-06-01T14:00:00.000000Z,test,'=pay,TRX,2500000,2.5,2500000,2.5",
            "entry,3,2026-06-01T15:00:00.000000Z,test,\"a \"\"fee\"\", small\",TRX,-1,-0.000001,2499999,2.499999",
            "closing,,,,,TRX,,,2499999,2.499999",
        }.Select(line => line + "\r\n"))));
    }

    [Test]
    public async Task A_span_of_an_account_s_history_begins_with_what_it_had()
    {
        await FillAsync();

        var (_, csv, _) = await RunAsync("ledger", "export", Ada.Code, "--asset", "TRX", "--from", "2026-06-01T14:00Z", "--to", "2026-06-01T15:00:00Z");

        Assert.That(csv.Split("\r\n")[1..^1], Is.EqualTo(new[]
        {
            "opening,,2026-06-01T14:00:00.000000Z,,,TRX,,,7000000,7",
            "entry,2,2026-06-01T14:00:00.000000Z,test,'=pay,TRX,-2500000,-2.5,4500000,4.5",
            "closing,,2026-06-01T15:00:00.000000Z,,,TRX,,,4500000,4.5",
        }));
    }

    [TestCase("--from", "yesterday", "--from yesterday is not a time")]
    [TestCase("--to", "2026-13-01", "--to 2026-13-01 is not a time")]
    [TestCase("--asset", "DOGE", "--asset DOGE is not one of TRX.")]
    public async Task A_wrong_option_of_an_export_is_refused(string option, string value, string sentence)
    {
        var (code, output, error) = await RunAsync("ledger", "export", Ada.Code, option, value);

        Assert.That((code, output), Is.EqualTo((64, string.Empty)));
        Assert.That(error, Does.StartWith(sentence));
    }

    [TestCase("Required command was not provided.", "ledger [command] [options]", "ledger")]
    [TestCase("Required argument 'ACCOUNT' missing for command: 'export'.", "ledger export <ACCOUNT> [options]", "ledger", "export")]
    [TestCase("Unrecognized command or argument 'check'.", "ledger [command] [options]", "ledger", "check")]
    [TestCase("Required argument missing for option: '--memo'.", "ledger verify [options]", "ledger", "verify", "--memo")]
    [TestCase("Option '--memo' expects a single argument but 2 were provided.", "ledger verify [options]", "ledger", "verify", "--memo", "a", "--memo", "b")]
    [TestCase("Unrecognized command or argument '--all'.", "ledger verify [options]", "ledger", "verify", "--all")]
    [TestCase("Unrecognized command or argument 'now'.", "ledger head [options]", "ledger", "head", "now")]
    [TestCase("Required command was not provided.", "database [command] [options]", "database")]
    public async Task What_is_no_command_is_named_and_answered_with_the_usage(string fault, string usage, params string[] words)
    {
        var (code, output, error) = await RunAsync(words);

        Assert.That(code, Is.EqualTo(64));
        Assert.That(error, Does.Contain(fault));
        Assert.That(output, Does.Contain($"Usage:\n  Marketplace.Host {usage}\n"));
    }

    [TestCase("--role <ROLE>", "--help")]
    [TestCase("--role <ROLE>", "help")]
    [TestCase("export <ACCOUNT>", "ledger", "--help")]
    [TestCase("--memo <TEXT>", "ledger", "verify", "--help")]
    [TestCase("--key-variable <NAME>", "keys", "new", "-h")]
    public async Task Whoever_asks_for_help_gets_it_and_0(string told, params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.That(await HostProgram.RunAsync(words, output, errors), Is.Zero);
        Assert.That(output.ToString(), Does.Contain("Usage:\n  Marketplace.Host").And.Contain(told));
        Assert.That(errors.ToString(), Is.Empty);
    }

    protected async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await HostProgram.RunAsync([.. words, .. Settings], output, errors);
        await TestContext.Out.WriteLineAsync($"$ {string.Join(' ', words)}\n{output}{errors}[{code}]\n");
        return (code, output.ToString(), errors.ToString());
    }

    /// <summary>A deposit, a payment and a fee, sealed; of the ledger alone, for the works of the others want a chain.</summary>
    protected async Task FillAsync()
    {
        await using var services = Ledger();
        await PostAsync(services, "deposit", (LedgerAccount.Custody, -7_000_000), (Ada, 7_000_000));
        await PostAsync(services, "=pay", (Ada, -2_500_000), (Bob, 2_500_000));
        await PostAsync(services, "a \"fee\", small", (Bob, -1), (LedgerAccount.Revenue, 1));
        // Any transaction of the whole server may hold the seals back for a turn.
        for (var turns = 0; turns < 1_000 && await Database.CountAsync("SELECT count(*) FROM ledger_seals") == 0; turns++)
        {
            await services.GetServices<IBackgroundWork>().Single(work => work.Name == "ledger.seal").RunOnceAsync(CancellationToken.None);
        }
    }

    protected ServiceProvider Ledger()
    {
        var services = new ServiceCollection();
        Database.AddTo(services);
        return services.AddLogging().AddSingleton<TimeProvider>(clock).AddMarketplaceLedger().BuildServiceProvider();
    }

    protected async Task PostAsync(ServiceProvider services, string key, params (LedgerAccount Account, long Amount)[] entries)
    {
        clock.Advance(TimeSpan.FromHours(1));
        await using var scope = services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<ISender>().Send(new PostTransfer(
            new Transfer(key, "test", key, [.. entries.Select(entry => new Entry(entry.Account, entry.Amount))])))).Require();
    }
}

internal sealed class CommandsOnSqlite : CommandSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class CommandsOnPostgreSql : CommandSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
