using Marketplace.Kernel;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests;

/// <summary>What the books promise, on every engine.</summary>
internal abstract class LedgerSuite : EngineSuite
{
    private static readonly LedgerAccount Ada = LedgerAccount.Ad(Guid.Parse("00000000-0000-7000-8000-000000000001"));
    private static readonly LedgerAccount Bob = LedgerAccount.Earn(Guid.Parse("00000000-0000-7000-8000-000000000002"));
    private TestMarketplace market = null!;

    [SetUp]
    public async Task StartAsync() => market = await TestMarketplace.StartAsync(Engine, services => services.AddMarketplaceLedger());

    [TearDown]
    public async Task StopAsync() => await market.DisposeAsync();

    [Test]
    public async Task A_transfer_moves_money_and_is_in_the_statement_of_both_sides()
    {
        await DepositAsync(Ada, 1_000);

        var posted = await PostAsync("t1", (Ada, -400), (Bob, 400));

        Assert.That(posted.Error, Is.Null);
        Assert.That(await BalancesAsync(), Is.EqualTo((600, 400)));
        var statement = await market.Send(new GetStatement([Ada, Bob]));
        Assert.That(statement.Select(line => (line.Account, line.Amount, line.BalanceAfter)), Is.EqualTo(new[]
        {
            (Ada, -400L, 600L), (Bob, 400L, 400L), (Ada, 1_000L, 1_000L),
        }));
    }

    [Test]
    public async Task The_same_key_posts_once_and_answers_the_same()
    {
        await DepositAsync(Ada, 1_000);

        var first = await PostAsync("once", (Ada, -400), (Bob, 400));
        var again = await PostAsync("once", (Ada, -400), (Bob, 400));

        Assert.That(again.Require(), Is.EqualTo(first.Require()));
        Assert.That(await BalancesAsync(), Is.EqualTo((600, 400)));
    }

    [Test]
    public async Task The_same_key_with_another_body_is_refused_and_changes_nothing()
    {
        await DepositAsync(Ada, 1_000);
        await PostAsync("key", (Ada, -400), (Bob, 400));

        var other = await PostAsync("key", (Ada, -401), (Bob, 401));

        Assert.That(other.Error?.Code, Is.EqualTo("ledger.key_reused"));
        Assert.That(await BalancesAsync(), Is.EqualTo((600, 400)));
    }

    [Test]
    public async Task Fifty_callers_with_one_new_key_make_one_transfer()
    {
        await DepositAsync(Ada, 1_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => PostAsync("race", (Ada, -10), (Bob, 10)))));

        Assert.That(answers.Select(answer => answer.Require().TransferId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await BalancesAsync(), Is.EqualTo((990, 10)));
    }

    [Test]
    public async Task Racing_spends_of_one_balance_succeed_exactly_as_often_as_it_pays_for()
    {
        await DepositAsync(Ada, 1_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() => PostAsync($"spend {number}", (Ada, -150), (Bob, 150)))));

        Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(6));
        Assert.That(answers.Where(answer => !answer.Succeeded).Select(answer => answer.Error!.Code), Is.All.EqualTo("ledger.insufficient_funds"));
        Assert.That(await BalancesAsync(), Is.EqualTo((100, 900)));
    }

    [Test]
    public async Task What_is_missing_is_said_in_the_refusal()
    {
        await DepositAsync(Ada, 100);

        var refused = await PostAsync("too much", (Ada, -101), (Bob, 101));

        Assert.That(refused.Error, Is.EqualTo(LedgerErrors.InsufficientFunds
            .With("account", Ada.Code).With("asset", "TRX").With("available", 100).With("needed", 101)));
    }

    [TestCase(0, 0, "ledger.amount_out_of_range")]
    [TestCase(-1, 2, "ledger.unbalanced")]
    [TestCase(long.MaxValue, -long.MaxValue, "ledger.amount_out_of_range")]
    [TestCase(long.MinValue, long.MaxValue, "ledger.amount_out_of_range")]
    [TestCase(100_000_000_000_000_001, -100_000_000_000_000_001, "ledger.amount_out_of_range")]
    public async Task Hostile_amounts_are_refused(long ada, long bob, string code)
    {
        Assert.That((await PostAsync("hostile", (Ada, ada), (Bob, bob))).Error?.Code, Is.EqualTo(code));
        Assert.That(await BalancesAsync(), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_transfer_needs_two_sides_that_differ_in_a_known_asset()
    {
        Assert.That((await PostAsync("one side", (Ada, 1))).Error?.Code, Is.EqualTo("ledger.unbalanced"));
        Assert.That((await PostAsync("twice", (Ada, 1), (Ada, -1))).Error?.Code, Is.EqualTo("ledger.unbalanced"));
        var foreign = await market.Send(new PostTransfer(new Transfer("x", "test", "test", [new(Ada, 1, "DOGE"), new(Bob, -1, "DOGE")])));
        Assert.That(foreign.Error, Is.EqualTo(LedgerErrors.UnknownAsset.With("asset", "DOGE")));
    }

    [Test]
    public async Task A_balance_never_leaves_the_range_that_sums_are_safe_in()
    {
        var supply = Asset.Trx.Supply;
        Result<PostedTransfer> last = null!;
        for (var number = 0; number <= 40; number++)
        {
            last = await PostAsync($"flood {number}", (LedgerAccount.Custody, -supply), (Ada, supply));
        }

        Assert.That(last.Error?.Code, Is.EqualTo("ledger.amount_out_of_range"));
        Assert.That((await BalancesAsync()).Ada, Is.EqualTo(40 * supply));
    }

    [Test]
    public async Task A_hold_keeps_money_from_being_spent_or_held_again()
    {
        await DepositAsync(Ada, 100);

        Assert.That((await HoldAsync(60)).Result.Require().AvailableAfter, Is.EqualTo(40));

        Assert.That((await HoldAsync(41)).Result.Error?.Code, Is.EqualTo("ledger.insufficient_funds"));
        Assert.That((await PostAsync("spend", (Ada, -41), (Bob, 41))).Error?.Code, Is.EqualTo("ledger.insufficient_funds"));
        Assert.That((await PostAsync("rest", (Ada, -40), (Bob, 40))).Error, Is.Null);
    }

    [Test]
    public async Task Placing_the_same_hold_twice_holds_once()
    {
        await DepositAsync(Ada, 100);
        var (id, _) = await HoldAsync(60);

        Assert.That((await HoldAsync(60, id)).Result.Require().AvailableAfter, Is.EqualTo(40));
        Assert.That((await HoldAsync(61, id)).Result.Error?.Code, Is.EqualTo("ledger.key_reused"));
        Assert.That((await market.Send(new GetBalances([Ada])))[0].Held, Is.EqualTo(60));
    }

    [Test]
    public async Task A_capture_in_part_frees_the_rest()
    {
        await DepositAsync(Ada, 100);
        var (id, _) = await HoldAsync(60);

        Assert.That((await CaptureAsync(id, 25)).Error, Is.Null);

        Assert.That((await market.Send(new GetBalances([Ada, Bob]))).Select(balance => (balance.Amount, balance.Held)), Is.EqualTo(new[] { (75L, 0L), (25L, 0L) }));
    }

    [Test]
    public async Task A_second_capture_is_refused_and_the_same_capture_again_is_not()
    {
        await DepositAsync(Ada, 100);
        var (id, _) = await HoldAsync(60);

        var first = await CaptureAsync(id, 60);
        Assert.That((await CaptureAsync(id, 60)).Require(), Is.EqualTo(first.Require()));
        Assert.That((await CaptureAsync(id, 60, "another key")).Error, Is.EqualTo(LedgerErrors.HoldNotOpen.With("state", "captured")));
        Assert.That(await BalancesAsync(), Is.EqualTo((40, 60)));
    }

    [Test]
    public async Task A_capture_can_not_take_more_than_is_held_nor_from_another_account()
    {
        await DepositAsync(Ada, 100);
        await DepositAsync(Bob, 100);
        var (id, _) = await HoldAsync(60);

        Assert.That((await CaptureAsync(id, 61)).Error?.Code, Is.EqualTo("ledger.hold_too_small"));
        var foreign = await market.Send(new CaptureHold(id, new Transfer("foreign", "test", "test", [new(Bob, -10), new(LedgerAccount.Revenue, 10)])));
        Assert.That(foreign.Error?.Code, Is.EqualTo("ledger.hold_too_small"));
        Assert.That((await CaptureAsync(new HoldId(Guid.Empty), 1)).Error?.Code, Is.EqualTo("ledger.hold_not_found"));
    }

    [Test]
    public async Task Capture_and_release_at_once_have_one_winner()
    {
        await DepositAsync(Ada, 1_000);
        for (var round = 0; round < 20; round++)
        {
            var (id, _) = await HoldAsync(10);

            var capture = Task.Run(() => CaptureAsync(id, 10));
            var release = Task.Run(() => market.Send(new ReleaseHold(id)));

            Assert.That((await capture).Succeeded ^ (await release).Succeeded, Is.True, $"round {round}");
        }
    }

    [Test]
    public async Task Releasing_twice_is_releasing_once()
    {
        await DepositAsync(Ada, 100);
        var (id, _) = await HoldAsync(60);

        Assert.That((await market.Send(new ReleaseHold(id))).Error, Is.Null);
        Assert.That((await market.Send(new ReleaseHold(id))).Error, Is.Null);
        Assert.That((await market.Send(new GetBalances([Ada])))[0].Available, Is.EqualTo(100));
        Assert.That((await CaptureAsync(id, 1)).Error, Is.EqualTo(LedgerErrors.HoldNotOpen.With("state", "released")));
        Assert.That((await market.Send(new ReleaseHold(new HoldId(Guid.Empty)))).Error?.Code, Is.EqualTo("ledger.hold_not_found"));
    }

    [Test]
    public async Task An_expired_hold_can_only_be_released_and_is_in_the_end()
    {
        await DepositAsync(Ada, 100);
        var id = new HoldId(market.Services.GetRequiredService<IdGenerator>().Next());
        await market.Send(new PlaceHold(id, Ada, 60, "test", market.Clock.GetUtcNow() + TimeSpan.FromMinutes(1)));
        market.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That((await CaptureAsync(id, 60)).Error?.Code, Is.EqualTo("ledger.hold_not_open"));
        await market.RunWorkUntilIdleAsync("ledger.release_expired_holds");
        Assert.That((await market.Send(new GetBalances([Ada])))[0].Held, Is.Zero);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(long.MaxValue)]
    public async Task A_hold_of_no_honest_amount_is_refused(long amount) =>
        Assert.That((await HoldAsync(amount)).Result.Error?.Code, Is.EqualTo("ledger.amount_out_of_range"));

    [TestCase("UPDATE ledger_entries SET amount = amount + 1")]
    [TestCase("DELETE FROM ledger_entries")]
    [TestCase("UPDATE ledger_journal SET kind = 'forged'")]
    [TestCase("DELETE FROM ledger_journal")]
    public async Task History_can_not_be_changed(string statement)
    {
        await DepositAsync(Ada, 100);

        Assert.That(async () => await ExecuteAsync(statement), Throws.Exception.With.Message.Contains("is never changed"));
    }

    [Test]
    public async Task A_forged_balance_is_found()
    {
        await DepositAsync(Ada, 100);
        await ExecuteAsync($"UPDATE ledger_accounts SET balance = balance + 1 WHERE code = '{Ada.Code}'");

        Assert.That(await market.FindViolationsAsync(), Has.One.Contains($"{Ada.Code} has 101, its entries 100"));

        await ExecuteAsync($"UPDATE ledger_accounts SET balance = balance - 1 WHERE code = '{Ada.Code}'");
    }

    [Test]
    public async Task The_books_show_accounts_journal_and_invariants()
    {
        await DepositAsync(Ada, 100);

        var books = await market.Send(new GetBooks());

        Assert.That(books.Accounts.Select(account => (account.Account.Code, account.Amount)), Is.EqualTo(new[] { ("chain/custody", -100L), (Ada.Code, 100L) }));
        Assert.That(books.Journal.Single().Entries.Sum(entry => entry.Amount), Is.Zero);
        Assert.That(books.Invariants, Has.Count.GreaterThanOrEqualTo(5).And.All.Property("Violation").Null);
    }

    private async Task DepositAsync(LedgerAccount account, long amount) =>
        (await PostAsync($"deposit {account}", (LedgerAccount.Custody, -amount), (account, amount))).Require();

    private Task<Result<PostedTransfer>> PostAsync(string key, params (LedgerAccount Account, long Amount)[] entries) =>
        market.Send(new PostTransfer(new Transfer(key, "test", "test", [.. entries.Select(entry => new Entry(entry.Account, entry.Amount))])));

    private async Task<(HoldId Id, Result<HoldPlaced> Result)> HoldAsync(long amount, HoldId? known = null)
    {
        var id = known ?? new HoldId(market.Services.GetRequiredService<IdGenerator>().Next());
        return (id, await market.Send(new PlaceHold(id, Ada, amount, "test")));
    }

    private Task<Result<PostedTransfer>> CaptureAsync(HoldId id, long amount, string? key = null) =>
        market.Send(new CaptureHold(id, new Transfer(key ?? $"capture {id.Value}", "test", "test", [new(Ada, -amount), new(Bob, amount)])));

    private async Task<(long Ada, long Bob)> BalancesAsync()
    {
        var balances = await market.Send(new GetBalances([Ada, Bob]));
        return (balances[0].Amount, balances[1].Amount);
    }

    private Task ExecuteAsync(string statement) => market.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<Persistence.MarketplaceDbContext>();
#pragma warning disable EF1002 // The statements are those of this test.
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(db.Database, statement);
#pragma warning restore EF1002
    });
}

internal sealed class LedgerOnSqlite : LedgerSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class LedgerOnPostgreSql : LedgerSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
