using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets.Tests;

internal sealed class WithdrawalsOnSqlite : WithdrawalSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class WithdrawalsOnPostgreSql : WithdrawalSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

internal abstract class WithdrawalSuite : WalletSuite
{
    private const string Home = "addr-home";
    private static readonly Sun Ten = Sun.FromTrx(10);
    private static readonly Sun Fee = new(1_500_000);

    [Test]
    public async Task A_withdrawal_is_held_signed_sent_and_settled()
    {
        var bob = await EarnerAsync(100);
        var withdrawal = (await RequestAsync(bob, Ten)).Require();
        var held = await WalletAsync(bob);

        await PushAsync();
        var sent = await StateAsync(bob);
        await MineAndPushAsync(1);
        var included = await StateAsync(bob);
        await MineAndPushAsync(FakeNetwork.SolidDepth);

        Assert.That((held.Earn, held.EarnHeld), Is.EqualTo((Sun.FromTrx(90), Ten)));
        Assert.That((withdrawal.State, sent, included, await StateAsync(bob)), Is.EqualTo(
            (WithdrawalState.Approved, WithdrawalState.Broadcast, WithdrawalState.Broadcast, WithdrawalState.Settled)));
        Assert.That(Network.Payments.Select(payment => (payment.Address, payment.Amount)), Is.EqualTo([(Home, (Ten - Fee).Value)]));
        var wallet = await WalletAsync(bob);
        Assert.That((wallet.Earn, wallet.EarnHeld), Is.EqualTo((Sun.FromTrx(90), Sun.Zero)));
        Assert.That(await BalanceAsync(LedgerAccount.HotCustody), Is.EqualTo((Ten - Fee).Value + FakeNetwork.NetworkFee));
        Assert.That(await BalanceAsync(LedgerAccount.Withdrawals), Is.EqualTo(Fee.Value - FakeNetwork.NetworkFee));
        Assert.That(await EventsAsync("WithdrawalSettled"), Has.Count.EqualTo(1));
    }

    [TestCase("nonsense", 10, "wallets.bad_address")]
    [TestCase("addr-deposit-0", 10, "wallets.own_address")]
    [TestCase(Home, 4, "wallets.below_minimum")]
    [TestCase(Home, 10_001, "wallets.above_maximum")]
    [TestCase(Home, 101, "wallets.insufficient_funds")]
    public async Task A_withdrawal_against_the_rules_is_refused_and_quoted_so(string address, int trx, string code)
    {
        var bob = await EarnerAsync(100);

        var quoted = await Market.Send(new QuoteWithdrawal(bob, address, Sun.FromTrx(trx)));
        var requested = await Market.Send(new RequestWithdrawal(bob, address, Sun.FromTrx(trx)));

        Assert.That(requested.Error?.Code, Is.EqualTo(code));
        Assert.That(quoted.Error?.Code, Is.EqualTo(code));
        Assert.That((await WalletAsync(bob)).EarnHeld, Is.EqualTo(Sun.Zero));
    }

    [Test]
    public async Task A_quote_says_what_arrives()
    {
        var bob = await EarnerAsync(100);

        var quote = (await Market.Send(new QuoteWithdrawal(bob, Home, Ten))).Require();
        var addressOnly = await Market.Send(new QuoteWithdrawal(bob, Home, null));

        Assert.That(quote, Is.EqualTo(new WithdrawalQuote(Home, Ten, Fee, Sun.Zero, 0, TimeSpan.Zero)));
        Assert.That(quote.Receives, Is.EqualTo(Ten - Fee));
        Assert.That(addressOnly.Succeeded);
    }

    [Test]
    public async Task Ad_money_never_leaves()
    {
        var bob = await EarnerAsync(100);
        Assert.That((await Market.Send(new MoveToAd(bob, Sun.FromTrx(95), "move-1"))).Succeeded);
        Assert.That((await Market.Send(new MoveToAd(bob, Sun.FromTrx(95), "move-1"))).Succeeded, "The same key again is the same move.");

        var wallet = await WalletAsync(bob);
        Assert.That((wallet.Earn, wallet.Ad), Is.EqualTo((Sun.FromTrx(5), Sun.FromTrx(95))));
        Assert.That((await RequestAsync(bob, Ten)).Error!.Code, Is.EqualTo(WalletErrors.InsufficientFunds.Code));
        Assert.That((await Market.Send(new MoveToAd(bob, Ten))).Error!.Code, Is.EqualTo(WalletErrors.InsufficientFunds.Code));
        Assert.That((await Market.Send(new MoveToAd(bob, Sun.Zero))).Succeeded, Is.False);
    }

    [Test]
    public async Task The_same_key_is_the_same_withdrawal()
    {
        var bob = await EarnerAsync(100);

        var first = (await RequestAsync(bob, Ten, "tap-1")).Require();
        var again = (await RequestAsync(bob, Ten, "tap-1")).Require();

        Assert.That(again.Id, Is.EqualTo(first.Id));
        Assert.That((await WalletAsync(bob)).EarnHeld, Is.EqualTo(Ten));
    }

    [Test]
    public async Task Racing_requests_never_hold_more_than_there_is()
    {
        var bob = await EarnerAsync(25);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => RequestAsync(bob, Ten))));

        Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(2));
        Assert.That(answers.Where(answer => !answer.Succeeded).Select(answer => answer.Error!.Code), Is.All.EqualTo(WalletErrors.InsufficientFunds.Code));
    }

    [Test]
    public async Task A_large_one_waits_for_an_operator()
    {
        var boss = await PersonAsync("boss");
        var bob = await EarnerAsync(5_000);
        var withdrawal = (await RequestAsync(bob, Sun.FromTrx(1_001))).Require();
        await MineAndPushAsync(10);
        Assert.That(await StateAsync(bob), Is.EqualTo(WithdrawalState.Requested));
        Assert.That((await Market.Send(new GetWithdrawalsToApprove())).Select(view => view.Id), Is.EqualTo([withdrawal.Id]));
        Assert.That(await EventsAsync("WithdrawalAwaitsApproval"), Has.Count.EqualTo(1));

        Assert.That((await Market.Send(new ReviewWithdrawal(bob, withdrawal.Id, true))).Error, Is.EqualTo(AccountErrors.OperatorsOnly));
        Assert.That((await Market.Send(new ReviewWithdrawal(boss, withdrawal.Id, true))).Succeeded);
        Assert.That((await Market.Send(new ReviewWithdrawal(boss, withdrawal.Id, true))).Error!.Code, Is.EqualTo(WalletErrors.AlreadyDecided.Code));
        await PushAsync();
        Assert.That((await Market.Send(new GetWithdrawals(bob)))[0].Wait, Is.EqualTo(WithdrawalWait.CoolDown));
        Market.Clock.Advance(TimeSpan.FromHours(1));
        await PushAsync();
        await MineAndPushAsync(5);

        Assert.That(await StateAsync(bob), Is.EqualTo(WithdrawalState.Settled));
    }

    [Test]
    public async Task A_rejected_one_frees_its_funds()
    {
        var boss = await PersonAsync("boss");
        var bob = await EarnerAsync(5_000);
        var withdrawal = (await RequestAsync(bob, Sun.FromTrx(1_001))).Require();

        Assert.That((await Market.Send(new ReviewWithdrawal(boss, withdrawal.Id, false))).Succeeded);

        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(5_000)));
        Assert.That(await StateAsync(bob), Is.EqualTo(WithdrawalState.Rejected));
        Assert.That((await EventsAsync("WithdrawalCancelled")).Single(), Does.Contain("\"state\":5"));
        Assert.That((await Market.Send(new ReviewWithdrawal(boss, WithdrawalId.From(Guid.Empty), true))).Error, Is.EqualTo(WalletErrors.WithdrawalNotFound));
    }

    [TestCase(Moment.BeforeSigning)]
    [TestCase(Moment.AfterSigning)]
    [TestCase(Moment.BeforeSending)]
    [TestCase(Moment.AfterSending)]
    public async Task A_crash_at_any_moment_pays_exactly_once(Moment moment)
    {
        var bob = await EarnerAsync(100);
        await RequestAsync(bob, Ten);
        Network.Plan(moment, new InvalidOperationException("the process died"));
        await PushAsync();

        await using var restarted = Market.AnotherProcess();
        for (var i = 0; i < 6; i++)
        {
            await PushAsync(restarted);
            Network.Mine();
        }

        Assert.That(Network.Payments, Has.Count.EqualTo(1));
        Assert.That(await StateAsync(bob), Is.EqualTo(WithdrawalState.Settled));
    }

    [Test]
    public async Task Lost_bytes_are_sent_again_unchanged_until_they_expire_then_signed_anew()
    {
        var bob = await EarnerAsync(100);
        await RequestAsync(bob, Ten);
        Network.LosesPayments = true;
        for (var i = 0; i < FakeNetwork.Lifetime + 1; i++)
        {
            await PushAsync();
            Network.Mine();
        }

        Assert.That((Network.Signed, Network.Sent > 5), Is.EqualTo((1, true)), "No second signature while the first may still pay.");

        Network.LosesPayments = false;
        for (var i = 0; i < 15; i++)
        {
            await PushAsync();
            Network.Mine();
        }

        Assert.That(Network.Signed, Is.EqualTo(2));
        Assert.That(Network.Payments, Has.Count.EqualTo(1));
        Assert.That(await StateAsync(bob), Is.EqualTo(WithdrawalState.Settled));
    }

    [Test]
    public async Task A_payment_that_fails_in_its_block_frees_the_funds_and_books_the_fee()
    {
        var bob = await EarnerAsync(100);
        await RequestAsync(bob, Ten);
        Network.FailsPayments = true;
        await PushAsync();
        await MineAndPushAsync(5);

        Assert.That(await StateAsync(bob), Is.EqualTo(WithdrawalState.Failed));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(100)));
        Assert.That(await BalanceAsync(LedgerAccount.Withdrawals), Is.EqualTo(-FakeNetwork.NetworkFee));
        Assert.That((await EventsAsync("WithdrawalCancelled")).Single(), Does.Contain("\"state\":6"));
    }

    [Test]
    public async Task A_recipient_that_can_never_be_paid_gets_the_funds_back()
    {
        var bob = await EarnerAsync(100);
        await RequestAsync(bob, Ten);
        Network.Refusal = _ => WalletErrors.BadAddress.With("reason", "contract");

        await PushAsync();

        Assert.That(await StateAsync(bob), Is.EqualTo(WithdrawalState.Failed));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(100)));
    }

    [Test]
    public async Task A_house_short_of_coins_waits_and_then_pays()
    {
        var bob = await EarnerAsync(100);
        await RequestAsync(bob, Ten);
        Network.Refusal = _ => new Error("tron.hot_wallet_low");
        await PushAsync();
        Assert.That(await StateAsync(bob), Is.EqualTo(WithdrawalState.Approved));
        Assert.That(Market.Logs.Lines, Has.Some.StartsWith("Error").And.Contains("tron.hot_wallet_low"));

        Network.Refusal = _ => null;
        await PushAsync();
        await MineAndPushAsync(5);

        Assert.That(await StateAsync(bob), Is.EqualTo(WithdrawalState.Settled));
    }

    [Test]
    public async Task Two_workers_over_the_same_withdrawals_pay_each_once()
    {
        var bob = await EarnerAsync(200);
        for (var i = 0; i < 8; i++)
        {
            (await RequestAsync(bob, Ten)).Require();
        }

        Market.Clock.Advance(TimeSpan.FromHours(1));
        await using var other = Market.AnotherProcess();
        for (var i = 0; i < 8; i++)
        {
            await Task.WhenAll(Task.Run(() => PushAsync()), Task.Run(() => PushAsync(other)));
            Network.Mine();
        }

        Assert.That(Network.Payments, Has.Count.EqualTo(8));
        Assert.That((await Market.Send(new GetWithdrawals(bob))).Select(view => view.State), Is.All.EqualTo(WithdrawalState.Settled));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(120)));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Whatever_fails_at_random_every_withdrawal_ends_paid_once_or_refunded(int seed)
    {
        var random = new Random(seed);
        var bob = await EarnerAsync(400);
        for (var i = 0; i < 20; i++)
        {
            (await RequestAsync(bob, Ten)).Require();
        }

        for (var round = 0; round < 400 && !await AllEndedAsync(bob); round++)
        {
            if (random.Next(2) == 0)
            {
                Network.Plan((Moment)random.Next((int)Moment.BeforeSigning, (int)Moment.AfterSending + 1), new TimeoutException("lost"));
            }

            Network.LosesPayments = random.Next(3) == 0;
            Network.FailsPayments = random.Next(10) == 0;
            await PushAsync();
            Network.Mine(random.Next(1, 4));
        }

        var ended = await Market.Send(new GetWithdrawals(bob, 100));
        var settled = ended.Where(view => view.State == WithdrawalState.Settled).ToList();
        TestContext.Out.WriteLine($"seed {seed}: {settled.Count} settled, {ended.Count - settled.Count} refunded, {Network.Signed} signatures, {Network.Sent} sendings");
        Assert.That(ended.Select(view => view.State), Is.All.AnyOf(WithdrawalState.Settled, WithdrawalState.Failed));
        Assert.That(Network.Payments.Select(payment => payment.TransactionId), Is.EquivalentTo(settled.Select(view => view.TransactionId)));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(400) - Ten * settled.Count));
        Assert.That((await WalletAsync(bob)).EarnHeld, Is.EqualTo(Sun.Zero));
    }

    [TestCase(0, 10_000_000, 5_000_000, "MinimumDeposit")]
    [TestCase(1, 10_000_000, 1_500_000, "MinimumWithdrawal")]
    [TestCase(1, 4_000_000, 5_000_000, "MaximumWithdrawal")]
    public void Rules_that_contradict_each_other_stop_the_start(long deposit, long maximum, long minimum, string named)
    {
        Assert.That(
            async () => await TestMarketplace.StartAsync(Engine, services => Install(services.AddMarketplaceWallets(rules =>
            {
                (rules.MinimumDeposit, rules.MaximumWithdrawal, rules.MinimumWithdrawal) = (new(deposit), new(maximum), new(minimum));
            }))),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(named));
    }

    private Task<Result<WithdrawalView>> RequestAsync(AccountId person, Sun amount, string? key = null) =>
        Market.Send(new RequestWithdrawal(person, Home, amount, key));

    private async Task<WithdrawalState> StateAsync(AccountId person) => (await Market.Send(new GetWithdrawals(person)))[0].State;

    private async Task<bool> AllEndedAsync(AccountId person) =>
        (await Market.Send(new GetWithdrawals(person, 100))).All(view => view.State >= WithdrawalState.Settled);
}
