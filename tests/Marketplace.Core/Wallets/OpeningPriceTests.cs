using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;

namespace Marketplace.Wallets.Tests;

internal sealed class OpeningPriceOnSqlite : OpeningPriceSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class OpeningPriceOnPostgreSql : OpeningPriceSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

/// <summary>The price of opening an address: once for each address, by the chain's own word. Every test ends with the invariants about it.</summary>
internal abstract class OpeningPriceSuite : WalletSuite
{
    private const string New = "addr-new";
    private static readonly Sun Ten = Sun.FromTrx(10);
    private static readonly Sun Fee = new(1_500_000);
    private static readonly Sun Opening = new(FakeNetwork.NetworkFee);

    protected override void Configure(WalletsOptions rules) => rules.NewAddressCoolDown = TimeSpan.Zero;

    [Test]
    public async Task However_many_withdrawals_to_one_new_address_are_under_way_its_opening_is_paid_once()
    {
        var bob = await EarnerAsync(100);
        for (var i = 0; i < 3; i++)
        {
            (await RequestAsync(bob)).Require();
        }

        await PushAsync();
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);

        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(70) + Opening + Opening));
        Assert.That(await BalanceAsync(LedgerAccount.Withdrawals), Is.EqualTo((Fee * 3).Value), "The opening went to the network, and nothing is left of the others'.");
        Assert.That((await Market.Send(new GetWithdrawals(bob))).Select(view => view.OpeningReturned), Is.EquivalentTo([Sun.Zero, Opening, Opening]));
        var lines = await Market.Send(new GetStatement([LedgerAccount.Earn(bob.Value)]));
        Assert.That(
            lines.Where(line => line.Kind == "withdrawal.opening_returned").Select(line => line.Amount), Is.EqualTo([Opening.Value, Opening.Value]));
        Assert.That(await EventsAsync("OpeningPriceReturned"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Two_people_at_once_pay_for_one_opening_together()
    {
        var (ada, bob) = (await EarnerAsync(100), await EarnerAsync(100));
        await using var other = Market.AnotherProcess();

        await Task.WhenAll(Task.Run(() => RequestAsync(ada)), Task.Run(() => other.Send(new RequestWithdrawal(bob, New, Ten))));
        await PushAsync();
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);

        Assert.That((await WalletAsync(ada)).Earn + (await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(180) + Opening));
    }

    [Test]
    public async Task Who_comes_while_a_payment_opens_the_address_is_not_asked_for_it()
    {
        var bob = await EarnerAsync(100);
        (await RequestAsync(bob)).Require();
        await PushAsync();

        var quote = (await Market.Send(new QuoteWithdrawal(bob, New, Ten))).Require();
        var second = (await RequestAsync(bob)).Require();

        Assert.That((quote.ActivationFee, second.ActivationFee, second.Receives), Is.EqualTo((Sun.Zero, Sun.Zero, Ten - Fee)));
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);
    }

    [Test]
    public async Task Who_takes_his_back_leaves_the_price_to_who_gets_there()
    {
        var bob = await EarnerAsync(100);
        var first = (await RequestAsync(bob)).Require();
        (await RequestAsync(bob)).Require();

        Assert.That((await Market.Send(new CancelWithdrawal(bob, first.Id))).Succeeded);
        await PushAsync();
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);

        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(90)));
        Assert.That(await BalanceAsync(LedgerAccount.Withdrawals), Is.EqualTo(Fee.Value), "The platform paid for nothing.");
    }

    [Test]
    public async Task What_somebody_else_opened_meanwhile_costs_nothing_and_it_is_returned_once_however_often_it_is_said()
    {
        var bob = await EarnerAsync(100);
        (await RequestAsync(bob)).Require();
        await PushAsync();
        Network.OpenedByOthers.Add(New);
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);
        var settled = (await Market.Send(new GetWithdrawals(bob))).Single();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Market.Send(new ReturnOpeningPrice(settled.Id)))));

        Assert.That((settled.State, settled.OpeningReturned), Is.EqualTo((WithdrawalState.Settled, Opening)));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(90) + Opening));
        Assert.That(await EventsAsync("OpeningPriceReturned"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_was_taken_too_much_before_is_found_and_returned_when_a_process_begins()
    {
        var bob = await EarnerAsync(100);
        (await RequestAsync(bob)).Require();
        await PushAsync();
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);
        await Market.Database.ExecuteAsync("UPDATE wallets_attempts SET opened_recipient = false");
        await Market.Database.ExecuteAsync("UPDATE wallets_attempts SET network_fee = 0");
        await Market.Database.ExecuteAsync("UPDATE wallets_withdrawals SET opening_returned = -1");

        Assert.That(
            await Market.FindViolationsAsync(),
            Has.Some.Contains("Nobody paid for the opening").And.Some.Contains("platform/withdrawals differs by -1100000"));

        await using var restarted = Market.AnotherProcess();
        await PushAsync(restarted);
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(90) + Opening));
        await Market.Database.ExecuteAsync($"UPDATE wallets_attempts SET network_fee = {FakeNetwork.NetworkFee}");
        Assert.That(await Market.FindViolationsAsync(), Is.Empty);
    }

    private Task<Result<WithdrawalView>> RequestAsync(AccountId person) => Market.Send(new RequestWithdrawal(person, New, Ten));
}
