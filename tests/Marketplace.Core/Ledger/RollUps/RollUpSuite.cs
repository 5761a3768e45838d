using Marketplace.Testing;

namespace Marketplace.Ledger.Tests.RollUps;

/// <summary>
/// Entries of shared accounts may be appended first and brought into the history later (PostgreSQL). Nobody may see a difference but the statement, which is complete
/// after the roll-up. On SQLite there is none to see at any time.
/// </summary>
internal abstract class RollUpSuite : BooksSuite
{
    [Test]
    public async Task Balances_are_the_same_before_and_after()
    {
        await SellAsync(20);
        var before = await AmountsAsync(LedgerAccount.Custody, LedgerAccount.Revenue, Ada);
        var books = (await Market.Send(new GetBooks())).Accounts;

        await RollUpAsync();

        Assert.That(before, Is.EqualTo(new[] { -2_000L, 300, 1_700 }));
        Assert.That(await AmountsAsync(LedgerAccount.Custody, LedgerAccount.Revenue, Ada), Is.EqualTo(before));
        Assert.That((await Market.Send(new GetBooks())).Accounts, Is.EqualTo(books));
    }

    [Test]
    public async Task The_statement_is_complete_after_it_and_each_line_follows_from_the_one_before()
    {
        await SellAsync(20);
        await RollUpAsync();
        await SellAsync(20, from: 20);
        await RollUpAsync();

        var lines = (await Market.Send(new GetStatement([LedgerAccount.Revenue], PageSize: 100))).Reverse().ToList();

        Assert.That(lines, Has.Count.EqualTo(40).And.All.Property("Amount").EqualTo(15));
        Assert.That(lines.Select(line => line.BalanceAfter), Is.EqualTo(Enumerable.Range(1, 40).Select(number => number * 15L)));
        Assert.That(await Market.Database.CountAsync("SELECT COUNT(*) FROM ledger_tail"), Is.Zero);
    }

    [Test]
    public async Task A_second_one_finds_nothing_to_do()
    {
        await SellAsync(5);
        await RollUpAsync();
        var rows = await HistoryAsync();

        await RollUpAsync();

        Assert.That(await HistoryAsync(), Is.EqualTo(rows));
    }

    [Test]
    public async Task Revenue_that_was_only_appended_can_be_spent_to_the_last_unit_and_no_further()
    {
        await SellAsync(4);

        Assert.That((await PostAsync(Move("too much", LedgerAccount.Revenue, Bob, 61))).Error, Is.EqualTo(
            LedgerErrors.InsufficientFunds.With("account", "platform/revenue").With("asset", "TRX").With("available", 60).With("needed", 61)));
        Assert.That((await PostAsync(Move("all", LedgerAccount.Revenue, Bob, 60))).Error, Is.Null);
        Assert.That(await AmountsAsync(LedgerAccount.Revenue, Bob), Is.EqualTo(new[] { 0L, 60 }));
    }

    [Test]
    public async Task Revenue_that_was_only_appended_can_be_held()
    {
        await SellAsync(4);

        var placed = await Market.Send(new PlaceHold(new HoldId(new Guid(1, 0, 0, new byte[8])), LedgerAccount.Revenue, 50, "test"));
        await SellAsync(1, from: 4);
        var again = await Market.Send(new PlaceHold(new HoldId(new Guid(1, 0, 0, new byte[8])), LedgerAccount.Revenue, 50, "test"));
        var refused = await Market.Send(new PlaceHold(new HoldId(new Guid(2, 0, 0, new byte[8])), LedgerAccount.Revenue, 26, "test"));

        Assert.That((placed.Require().AvailableAfter, again.Require().AvailableAfter), Is.EqualTo((10, 25)));
        Assert.That(refused.Error?.Arguments["available"], Is.EqualTo("25"));
    }

    [Test]
    public async Task It_may_run_while_everybody_posts()
    {
        await DepositAsync(Ada, 1_000_000);
        using var end = new CancellationTokenSource();
        var rolling = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await RollUpAsync();
            }
        });

        // Some only append to revenue, some take from it and need its row.
        var answers = await RaceAsync(8, async racer =>
        {
            var accepted = 0L;
            for (var number = 0; number < 40; number++)
            {
                var transfer = racer < 6 ? Move($"{racer} {number}", Ada, LedgerAccount.Revenue, 10) : Move($"{racer} {number}", LedgerAccount.Revenue, Bob, 15);
                accepted += (racer % 2 == 0 ? await PostAsync(transfer) : await Poster.PostAsync(transfer)).Succeeded && racer >= 6 ? 15 : 0;
            }

            return accepted;
        });
        await end.CancelAsync();
        await rolling;

        var spent = answers.Sum();
        Assert.That(await AmountsAsync(Ada, Bob, LedgerAccount.Revenue), Is.EqualTo(new[] { 1_000_000 - 2_400, spent, 2_400 - spent }));
    }

    private async Task SellAsync(int sales, int from = 0)
    {
        for (var number = from; number < from + sales; number++)
        {
            (await PostAsync(new Transfer($"sale {number}", "test", "test", [new(LedgerAccount.Custody, -100), new(Ada, 85), new(LedgerAccount.Revenue, 15)]))).Require();
        }
    }

    private Task RollUpAsync() => Market.RunWorkUntilIdleAsync("ledger.roll_up");

    private Task<IReadOnlyList<string>> HistoryAsync() =>
        Market.Database.RowsAsync("SELECT account_id, version, journal_id, amount, balance_after FROM ledger_entries ORDER BY account_id, version");
}

internal sealed class RollUpOnSqlite : RollUpSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class RollUpOnPostgreSql : RollUpSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
