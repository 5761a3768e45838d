using Marketplace.Host.Commands;
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

    protected TestDatabase Database { get; private set; } = null!;

    protected string[] Settings => [$"--Database:Provider={Engine.Name}", $"--Database:ConnectionString={Database.ConnectionString}"];

    [SetUp]
    public async Task CreateAsync() => Database = await Engine.CreateAsync();

    [TearDown]
    public async Task DropAsync() => await Database.DisposeAsync();

    [Test]
    public async Task Books_that_are_right_are_said_to_be_so()
    {
        await FillAsync();

        var (code, output, error) = await RunAsync("ledger", "verify");

        Assert.That((code, error), Is.EqualTo((0, string.Empty)), output);
        Assert.That(output, Does.Contain("ok      History is as it was sealed: 1 seals, 3 transfers; 0 newer ones are not sealed yet")
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
        Assert.That((known, found), Is.EqualTo((0, found)).And.Property("Item2").Contains("ok      Seal 1 of the memo is part of this history"));
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
        var (code, _, error) = await RunAsync("ledger", "verify");

        Assert.That(code, Is.EqualTo(69));
        Assert.That(error, Does.Match("is [0-9]+ migrations behind this program; run: Marketplace.Host database migrate"));
        Assert.That((await RunAsync("database", "migrate")).Output, Does.Contain("is up to date; ").And.Not.Contain(" 0 migrations"));
        Assert.That((await RunAsync("database", "migrate")).Output, Does.Contain("is up to date; 0 migrations were missing."));
        Assert.That((await RunAsync("ledger", "verify")).Code, Is.Zero);
        Assert.That((await RunAsync("ledger", "head")).Error, Does.StartWith("Nothing is sealed yet"));
    }

    [TestCase("ledger")]
    [TestCase("ledger", "check")]
    [TestCase("ledger", "verify", "--memo")]
    [TestCase("ledger", "verify", "--all")]
    [TestCase("ledger", "head", "now")]
    [TestCase("database")]
    public async Task What_is_no_command_answers_with_the_usage(params string[] words)
    {
        var (code, output, _) = await RunAsync(words);

        Assert.That((code, output.Split('\n')[0]), Is.EqualTo((64, "Marketplace.Host                              runs the marketplace")));
    }

    protected async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await HostProgram.RunAsync([.. words, .. Settings], output, errors);
        await TestContext.Out.WriteLineAsync($"$ {string.Join(' ', words)}\n{output}{errors}[{code}]\n");
        return (code, output.ToString(), errors.ToString());
    }

    protected Task FillAsync() => CommandHost.RunAsync(Settings, async services =>
    {
        await services.MigrateMarketplaceAsync();
        var sender = services.GetRequiredService<ISender>();
        await PostAsync("deposit", (LedgerAccount.Custody, -7_000_000), (Ada, 7_000_000));
        await PostAsync("=pay", (Ada, -2_500_000), (Bob, 2_500_000));
        await PostAsync("fee", (Bob, -1), (LedgerAccount.Revenue, 1));
        await services.GetServices<IBackgroundWork>().Single(work => work.Name == "ledger.seal").RunOnceAsync(CancellationToken.None);
        return 0;

        async Task PostAsync(string key, params (LedgerAccount Account, long Amount)[] entries) => (await sender.Send(new PostTransfer(
            new Transfer(key, "test", $"{key}:1", [.. entries.Select(entry => new Entry(entry.Account, entry.Amount))])))).Require();
    });
}

internal sealed class CommandsOnSqlite : CommandSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class CommandsOnPostgreSql : CommandSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
