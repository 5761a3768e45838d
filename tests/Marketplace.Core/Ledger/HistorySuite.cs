using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests;

/// <summary>Statements, balances of the past and the invariants that tell of forged histories, on every engine.</summary>
internal abstract class HistorySuite : EngineSuite
{
    private static readonly LedgerAccount Ada = LedgerAccount.Ad(Guid.Parse("00000000-0000-7000-8000-000000000001"));
    private static readonly LedgerAccount Bob = LedgerAccount.Earn(Guid.Parse("00000000-0000-7000-8000-000000000002"));
    private TestMarketplace market = null!;

    [SetUp]
    public async Task StartAsync() => market = await TestMarketplace.StartAsync(Engine, services => services.AddMarketplaceLedger());

    [TearDown]
    public async Task StopAsync() => await market.DisposeAsync();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(100)]
    public async Task A_statement_of_two_accounts_is_complete_and_repeats_nothing_whatever_the_page(int pageSize)
    {
        await FillAsync();
        var whole = await market.Send(new GetStatement([Ada, Bob], PageSize: 100));
        var lines = new List<StatementLine>();
        for (long? before = null; ;)
        {
            var page = await market.Send(new GetStatement([Ada, Bob], before, pageSize));
            lines.AddRange(page);
            if (page.Count < pageSize)
            {
                break;
            }

            before = page[^1].TransferId;
        }

        Assert.That(lines, Is.EqualTo(whole));
        Assert.That(lines, Has.Count.EqualTo(9).And.Unique);
    }

    [Test]
    public async Task A_turnover_adds_up_what_each_kind_brought_and_took()
    {
        await FillAsync();
        var history = await market.Send(new GetHistory(Ada));
        var turnover = await market.Send(new GetTurnover(Ada));

        Assert.That(turnover, Is.EqualTo(history.GroupBy(line => line.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => new TurnoverLine(kind.Key, kind.Sum(line => line.Amount)))));
        Assert.That(turnover, Is.Not.Empty);
    }

    [Test]
    public async Task A_persons_entries_stand_in_the_order_of_their_transfers_whoever_posts_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => Task.Run(() => market.Send(new PostTransfer(new Transfer(
            $"at once {number}", "test.moved", "test", [new(LedgerAccount.Custody, -10), new(number % 2 == 0 ? Ada : Bob, 10)]))))));

        // By it a statement finds the newest without a look at the rest.
        Assert.That(
            await market.Database.RowsAsync(
                """
                SELECT a.code FROM ledger_entries e JOIN ledger_entries p ON p.account_id = e.account_id AND p.version = e.version - 1 JOIN ledger_accounts a ON a.id = e.account_id
                WHERE p.journal_id >= e.journal_id AND a.code LIKE 'user:%'
                """),
            Is.Empty);
    }

    [Test]
    public async Task All_accounts_are_listed_a_page_at_a_time_each_once()
    {
        await FillAsync();
        var listed = new List<Balance>();
        while (await market.Send(new ListBalances(listed.LastOrDefault()?.Account.Code ?? "", listed.LastOrDefault()?.Asset ?? "", PageSize: 2)) is { Count: > 0 } page)
        {
            listed.AddRange(page);
        }

        Assert.That(listed.Select(balance => balance.Account.Code), Is.Unique.And.Ordered);
        Assert.That(listed, Is.EquivalentTo((await market.Send(new GetBooks())).Accounts));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(1_000)]
    public async Task A_history_is_read_oldest_first_and_adds_up_to_the_sun(int pageSize)
    {
        await FillAsync();
        var lines = new List<HistoryLine>();
        while (await market.Send(new GetHistory(Ada, lines.Count == 0 ? 0 : lines[^1].Number, PageSize: pageSize)) is { Count: > 0 } page)
        {
            lines.AddRange(page);
        }

        Assert.That(lines.Select(line => (line.Number, line.Amount, line.BalanceAfter)), Is.EqualTo(new[]
        {
            (1L, 1_000L, 1_000L), (2, -10, 990), (3, -20, 970), (4, -30, 940), (5, -40, 900),
        }));
    }

    [Test]
    public async Task A_span_of_a_history_begins_with_its_first_instant_and_ends_before_its_last()
    {
        var start = market.Clock.GetUtcNow();
        await FillAsync();

        var lines = await market.Send(new GetHistory(Ada, From: start + TimeSpan.FromHours(2), To: start + TimeSpan.FromHours(4)));

        Assert.That(lines.Select(line => line.Amount), Is.EqualTo(new[] { -10L, -20L }));
        Assert.That(await market.Send(new GetHistory(Ada, Asset: "DOGE")), Is.Empty);
    }

    [Test]
    public async Task What_accounts_had_at_an_instant_counts_what_was_posted_at_it()
    {
        var start = market.Clock.GetUtcNow();
        await FillAsync();

        for (var (hour, ada, bob) = (0, 0L, 0L); hour <= 6; hour++)
        {
            (ada, bob) = hour switch { 1 => (1_000, 0), 2 or 3 or 4 or 5 => (ada - (10 * (hour - 1)), bob + (10 * (hour - 1))), _ => (ada, bob) };
            var then = await market.Send(new GetBalanceAt([Bob, LedgerAccount.Custody, Ada], start + TimeSpan.FromHours(hour)));
            // Custody is a shared account: its entry counts whether it was rolled up or not.
            Assert.That(then.Select(balance => balance.Amount), Is.EqualTo(new[] { bob, hour == 0 ? 0 : -1_000, ada }), $"hour {hour}");
        }

        await market.RunWorkUntilIdleAsync("ledger.roll_up");
        Assert.That((await market.Send(new GetBalanceAt([LedgerAccount.Custody], start + TimeSpan.FromHours(1)))).Single().Amount, Is.EqualTo(-1_000));
        Assert.That((await market.Send(new GetBalanceAt([LedgerAccount.Custody], start + TimeSpan.FromHours(1) - TimeSpan.FromMicroseconds(1)))).Single().Amount, Is.Zero);
    }

    [TestCase(
        "UPDATE ledger_entries SET balance_after = balance_after + 1 WHERE version = 2 AND amount = -10",
        "UPDATE ledger_entries SET balance_after = balance_after - 1 WHERE version = 2 AND amount = -10",
        "/ad has 991 after entry 2 of -10, and before it 1000")]
    [TestCase(
        "UPDATE ledger_accounts SET balance = balance + 1 WHERE code LIKE '%/ad'",
        "UPDATE ledger_accounts SET balance = balance - 1 WHERE code LIKE '%/ad'",
        "the balances of TRX do not sum to zero")]
    [TestCase(
        "UPDATE ledger_accounts SET balance = balance + 1 WHERE code LIKE '%/ad'",
        "UPDATE ledger_accounts SET balance = balance - 1 WHERE code LIKE '%/ad'",
        "/ad has 901, after its last entry 900")]
    [TestCase(
        "UPDATE ledger_entries SET journal_id = 77 WHERE version = 2 AND amount = -10",
        "UPDATE ledger_entries SET journal_id = 2 WHERE version = 2 AND amount = -10",
        "transfer 77 has an entry of -10 and is not in the journal")]
    [TestCase(
        "INSERT INTO ledger_journal (id, key, request_hash, kind, reference, posted_at) SELECT 77, 'forged', request_hash, kind, reference, posted_at FROM ledger_journal WHERE id = 1",
        "DELETE FROM ledger_journal WHERE id = 77",
        "transfer 77 has no entries")]
    [TestCase(
        "UPDATE ledger_holds SET captured = 1",
        "UPDATE ledger_holds SET captured = 0",
        "/ad has captured 1 in state 0")]
    [TestCase(
        "UPDATE ledger_journal SET kind = 'forged' WHERE id = 1",
        "UPDATE ledger_journal SET kind = 'test' WHERE id = 1",
        "seal 1 (transfers 1 to 5): what is there has another hash than what was sealed")]
    public async Task Forged_books_are_found(string forgery, string undo, string violation)
    {
        await FillAsync();
        (await market.Send(new PlaceHold(new HoldId(Guid.Parse("00000000-0000-7000-8000-000000000009")), Ada, 5, "test"))).Require();
        for (var turns = 0; turns < 1_000 && await market.Send(new GetSealHead()) is null; turns++)
        {
            await market.RunWorkUntilIdleAsync("ledger.seal");
        }

        await ForgeAsync(forgery);
        Assert.That(await market.FindViolationsAsync(), Has.Some.Contains(violation));
        await ForgeAsync(undo);
        Assert.That(await market.FindViolationsAsync(), Is.Empty);
    }

    /// <summary>A deposit, and four payments between the two; an hour before each.</summary>
    private async Task FillAsync()
    {
        await PostAsync((LedgerAccount.Custody, -1_000), (Ada, 1_000));
        for (var number = 1; number <= 4; number++)
        {
            await PostAsync((Ada, -10 * number), (Bob, 10 * number));
        }
    }

    private async Task PostAsync(params (LedgerAccount Account, long Amount)[] entries)
    {
        market.Clock.Advance(TimeSpan.FromHours(1));
        (await market.Send(new PostTransfer(new Transfer(
            $"test:{market.Clock.GetUtcNow():O}", "test", "test", [.. entries.Select(entry => new Entry(entry.Account, entry.Amount))])))).Require();
    }

    private async Task ForgeAsync(string statement)
    {
        foreach (var trigger in Engine == TestEngine.Sqlite ? await market.Database.RowsAsync("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%refuses%'") : [])
        {
            await market.Database.ExecuteAsync($"DROP TRIGGER {trigger}");
        }

        await market.Database.ExecuteAsync(
            Engine == TestEngine.Sqlite ? statement : $"SET session_replication_role = replica; {statement}; SET session_replication_role = DEFAULT");
    }
}

internal sealed class HistoryOnSqlite : HistorySuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class HistoryOnPostgreSql : HistorySuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
