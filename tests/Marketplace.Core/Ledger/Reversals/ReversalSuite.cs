using Marketplace.Kernel;
using Marketplace.Testing;

namespace Marketplace.Ledger.Tests.Reversals;

/// <summary>A transfer is taken back by its opposite, once at most.</summary>
internal abstract class ReversalSuite : BooksSuite
{
    private long posted;

    [SetUp]
    public async Task FundAsync()
    {
        await DepositAsync(Ada, 1_000);
        posted = (await PostAsync(Move("t", Ada, Bob, 400))).Require().TransferId;
    }

    [Test]
    public async Task A_reversal_moves_the_money_back_and_says_what_it_is()
    {
        (await ReverseAsync(posted)).Require();

        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 1_000L, 0 }));
        var line = (await Market.Send(new GetStatement([Bob])))[0];
        Assert.That((line.Kind, line.Reference, line.Amount, line.BalanceAfter), Is.EqualTo((ReverseTransfer.Kind, "complaint:1", -400L, 0L)));
    }

    [Test]
    public async Task The_same_key_again_answers_the_same()
    {
        var first = await ReverseAsync(posted);

        Assert.That((await ReverseAsync(posted)).Require(), Is.EqualTo(first.Require()));
        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 1_000L, 0 }));
    }

    [Test]
    public async Task Another_key_is_told_which_reversal_there_is()
    {
        var first = (await ReverseAsync(posted)).Require();

        Assert.That((await ReverseAsync(posted, "another")).Error, Is.EqualTo(LedgerErrors.AlreadyReversed.With("by", first.TransferId)));
    }

    [Test]
    public async Task A_key_that_is_taken_is_refused()
    {
        Assert.That((await ReverseAsync(posted, "t")).Error?.Code, Is.EqualTo("ledger.key_reused"));

        var other = (await PostAsync(Move("t2", Ada, Bob, 1))).Require().TransferId;
        (await ReverseAsync(posted)).Require();
        Assert.That((await ReverseAsync(other)).Error?.Code, Is.EqualTo("ledger.key_reused"));
    }

    [Test]
    public async Task A_transfer_that_looks_like_the_reversal_is_not_it()
    {
        (await ReverseAsync(posted)).Require();

        var forged = new Transfer("reversal", ReverseTransfer.Kind, "complaint:1", [new(Ada, 400), new(Bob, -400)]);
        Assert.That((await PostAsync(forged)).Error?.Code, Is.EqualTo("ledger.key_reused"));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(long.MaxValue)]
    public async Task What_nobody_posted_can_not_be_reversed(long number) =>
        Assert.That((await ReverseAsync(number)).Error, Is.EqualTo(LedgerErrors.TransferNotFound.With("transfer", number)));

    [Test]
    public async Task A_reversal_is_not_reversed()
    {
        var reversal = (await ReverseAsync(posted)).Require();

        Assert.That((await ReverseAsync(reversal.TransferId, "again")).Error, Is.EqualTo(LedgerErrors.NotReversible.With("transfer", reversal.TransferId)));
        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 1_000L, 0 }));
    }

    [Test]
    public async Task What_was_received_and_spent_is_not_taken_from_nothing_but_later_from_something()
    {
        (await PostAsync(Move("spent", Bob, Cid, 1))).Require();

        Assert.That((await ReverseAsync(posted)).Error, Is.EqualTo(
            LedgerErrors.InsufficientFunds.With("account", Bob.Code).With("asset", "TRX").With("available", 399).With("needed", 400)));
        (await PostAsync(Move("back", Cid, Bob, 1))).Require();
        Assert.That((await ReverseAsync(posted)).Error, Is.Null);
    }

    [Test]
    public async Task What_is_held_is_not_taken_back()
    {
        await HoldAsync(Bob, 1);

        Assert.That((await ReverseAsync(posted)).Error?.Code, Is.EqualTo("ledger.insufficient_funds"));
    }

    [Test]
    public async Task A_malformed_key_or_reference_is_refused()
    {
        Assert.That((await ReverseAsync(posted, string.Empty)).Error, Is.EqualTo(LedgerErrors.Malformed.With("field", "key")));
        Assert.That((await Market.Send(new ReverseTransfer(posted, "k", "a\0"))).Error, Is.EqualTo(LedgerErrors.Malformed.With("field", "reference")));
    }

    [Test]
    public async Task A_capture_is_reversed_and_its_hold_stays_captured()
    {
        var hold = await HoldAsync(Ada, 300);
        var capture = (await Market.Send(new CaptureHold(hold, Move("capture", Ada, Bob, 100)))).Require();

        (await ReverseAsync(capture.TransferId)).Require();

        Assert.That((await Market.Send(new GetBalances([Ada]))).Single(), Is.EqualTo(new Balance(Ada, "TRX", 600, 0)));
        Assert.That((await Market.Send(new CaptureHold(hold, Move("capture again", Ada, Bob, 100)))).Error, Is.EqualTo(LedgerErrors.HoldNotOpen.With("state", "captured")));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Shared_accounts_are_reversed_before_and_after_they_are_rolled_up(bool rolledUp)
    {
        var sale = (await PostAsync(new Transfer("sale", "test", "test", [new(LedgerAccount.Custody, -100), new(Cid, 85), new(LedgerAccount.Revenue, 15)]))).Require();
        if (rolledUp)
        {
            await Market.RunWorkUntilIdleAsync("ledger.roll_up");
        }

        (await ReverseAsync(sale.TransferId)).Require();

        Assert.That(await AmountsAsync(LedgerAccount.Custody, Cid, LedgerAccount.Revenue), Is.EqualTo(new[] { -1_000L, 0, 0 }));
    }

    [Test]
    public async Task An_exchange_of_two_assets_is_reversed_in_both()
    {
        await DepositAsync(Bob, 7, "GEM");
        var exchange = (await PostAsync(new Transfer("exchange", "test", "test", [new(Ada, -50), new(Bob, 50), new(Bob, -7, "GEM"), new(Ada, 7, "GEM")]))).Require();

        (await ReverseAsync(exchange.TransferId)).Require();

        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 600L, 400 }));
        Assert.That((await Market.Send(new GetBalances([Ada, Bob], "GEM"))).Select(balance => balance.Amount), Is.EqualTo(new[] { 0L, 7 }));
    }

    private Task<Result<PostedTransfer>> ReverseAsync(long transfer, string key = "reversal") => Market.Send(new ReverseTransfer(transfer, key, "complaint:1"));
}

internal sealed class ReversalOnSqlite : ReversalSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class ReversalOnPostgreSql : ReversalSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
