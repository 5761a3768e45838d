using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;

namespace Marketplace.Wallets.Tests;

internal sealed class WithdrawalPolicyOnSqlite : WithdrawalPolicySuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class WithdrawalPolicyOnPostgreSql : WithdrawalPolicySuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

/// <summary>Limits, fees, cool-down and cancelling: what is between a person and his money, and why.</summary>
internal abstract class WithdrawalPolicySuite : WalletSuite
{
    private const string Home = "addr-home";
    private const string NewHome = "addr-new-home";
    private static readonly Sun Ten = Sun.FromTrx(10);
    private static readonly Sun Fee = new(1_500_000);
    private static readonly Sun Activation = new(FakeNetwork.NetworkFee);

    protected override void Configure(WalletsOptions rules)
    {
        rules.MaximumWithdrawal = Sun.FromTrx(100);
        rules.AccountDailyLimit = Sun.FromTrx(100);
        rules.TotalDailyLimit = Sun.FromTrx(250);
    }

    [Test]
    public async Task What_was_requested_in_the_last_24_hours_counts_until_it_is_24_hours_old()
    {
        var bob = await EarnerAsync(500);
        (await RequestAsync(bob, Sun.FromTrx(60))).Require();
        Market.Clock.Advance(TimeSpan.FromHours(23));

        var refused = await RequestAsync(bob, Sun.FromTrx(41));
        var quoted = await Market.Send(new QuoteWithdrawal(bob, Home, Sun.FromTrx(41)));
        var last = await RequestAsync(bob, Sun.FromTrx(40));
        Market.Clock.Advance(TimeSpan.FromHours(1));
        var tomorrow = await RequestAsync(bob, Sun.FromTrx(60));

        Assert.That(refused.Error, Is.EqualTo(WalletErrors.DailyLimit.With("limit", 100_000_000).With("left", 40_000_000)));
        Assert.That(quoted.Error, Is.EqualTo(refused.Error));
        Assert.That((last.Error, tomorrow.Error), Is.EqualTo(((Error?)null, (Error?)null)));
    }

    [Test]
    public async Task What_came_back_does_not_count()
    {
        var bob = await EarnerAsync(500);
        var first = (await RequestAsync(bob, Sun.FromTrx(100))).Require();
        Assert.That((await RequestAsync(bob, Ten)).Error?.Code, Is.EqualTo(WalletErrors.DailyLimit.Code));

        Assert.That((await Market.Send(new CancelWithdrawal(bob, first.Id))).Succeeded);

        Assert.That((await RequestAsync(bob, Sun.FromTrx(100))).Succeeded);
    }

    [Test]
    public async Task Racing_requests_of_one_person_do_not_slip_under_his_limit_together()
    {
        var bob = await EarnerAsync(500);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => RequestAsync(bob, Sun.FromTrx(30)))));

        Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(3), "3 × 30 of 100.");
        Assert.That(answers.Where(answer => !answer.Succeeded).Select(answer => answer.Error!.Code), Is.All.EqualTo(WalletErrors.DailyLimit.Code));
    }

    [Test]
    public async Task Racing_requests_of_many_people_do_not_slip_under_the_limit_of_all_together()
    {
        var people = new List<AccountId>();
        for (var i = 0; i < 8; i++)
        {
            people.Add(await EarnerAsync(100));
        }

        await using var other = Market.AnotherProcess();
        var answers = await Task.WhenAll(people.Select((person, index) =>
            Task.Run(() => (index % 2 == 0 ? Market : other).Send(new RequestWithdrawal(person, Home, Sun.FromTrx(60))))));

        Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(4), "4 × 60 of 250.");
        Assert.That(
            answers.Where(answer => !answer.Succeeded).Select(answer => answer.Error),
            Is.All.EqualTo(WalletErrors.TotalDailyLimit.With("limit", 250_000_000).With("left", 10_000_000)));
    }

    [Test]
    public async Task An_address_that_the_network_does_not_know_costs_its_activation_and_it_is_told_before()
    {
        var bob = await EarnerAsync(100);

        var quote = (await Market.Send(new QuoteWithdrawal(bob, NewHome, Ten))).Require();
        (await Market.Send(new RequestWithdrawal(bob, NewHome, Ten, QuotedFee: quote.TotalFee))).Require();
        await PushAsync();
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);

        Assert.That((quote.Fee, quote.ActivationFee, quote.Receives), Is.EqualTo((Fee, Activation, Ten - Fee - Activation)));
        Assert.That(Network.Payments.Single().Amount, Is.EqualTo(quote.Receives.Value));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(90)));
        Assert.That(await BalanceAsync(LedgerAccount.Withdrawals), Is.EqualTo((Fee + Activation).Value - FakeNetwork.NetworkFee));
    }

    [Test]
    public async Task What_costs_more_than_was_agreed_to_is_asked_again()
    {
        var bob = await EarnerAsync(100);
        var quote = (await Market.Send(new QuoteWithdrawal(bob, Home, Ten))).Require();
        Network.Inspect = address => new Payee(address, FakeNetwork.NetworkFee);

        var dearer = await Market.Send(new RequestWithdrawal(bob, Home, Ten, "tap", quote.TotalFee));
        Assert.That(dearer.Error, Is.EqualTo(WalletErrors.FeeChanged.With("fee", (Fee + Activation).Value)));
        Assert.That((await WalletAsync(bob)).EarnHeld, Is.EqualTo(Sun.Zero));

        var agreed = (await Market.Send(new RequestWithdrawal(bob, Home, Ten, "tap", Fee + Activation))).Require();
        Network.Inspect = address => new Payee(address, 0);
        var again = (await Market.Send(new RequestWithdrawal(bob, Home, Ten, "tap", Fee + Activation))).Require();
        Assert.That(again.Id, Is.EqualTo(agreed.Id), "The same tap is the same withdrawal, whatever the network knows by now.");
    }

    [Test]
    public async Task Something_always_arrives()
    {
        var bob = await EarnerAsync(100);
        Network.Inspect = address => new Payee(address, 20_000_000);

        Assert.That(
            (await RequestAsync(bob, Ten)).Error, Is.EqualTo(WalletErrors.BelowMinimum.With("minimum", Fee.Value + 20_000_001)));
    }

    [Test]
    public async Task A_network_that_does_not_answer_costs_nobody_anything()
    {
        var bob = await EarnerAsync(100);
        Network.Inspect = _ => throw new TimeoutException("no answer");

        Assert.That((await Market.Send(new QuoteWithdrawal(bob, Home, Ten))).Error, Is.EqualTo(WalletErrors.NetworkUnavailable));
        Assert.That((await RequestAsync(bob, Ten, "tap")).Error, Is.EqualTo(WalletErrors.NetworkUnavailable));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(100)));

        Network.Inspect = address => new Payee(address, 0);
        Assert.That((await RequestAsync(bob, Ten, "tap")).Succeeded);
    }

    [TestCase("addr-hot", "wallets.own_address")]
    [TestCase("addr-cold", "wallets.own_address")]
    [TestCase("addr-contract", "wallets.bad_address")]
    public async Task The_house_and_contracts_are_not_paid(string address, string code)
    {
        var bob = await EarnerAsync(100);
        Network.Inspect = payee => payee == "addr-contract" ? WalletErrors.BadAddress.With("reason", "contract") : new Payee(payee, 0);

        Assert.That((await Market.Send(new QuoteWithdrawal(bob, address, null))).Error?.Code, Is.EqualTo(code));
        Assert.That((await Market.Send(new RequestWithdrawal(bob, address, Ten))).Error?.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task A_large_amount_to_a_new_address_waits_for_its_cool_down_and_says_until_when()
    {
        var bob = await EarnerAsync(100);
        var quote = (await Market.Send(new QuoteWithdrawal(bob, Home, Sun.FromTrx(51)))).Require();
        var asked = (await RequestAsync(bob, Sun.FromTrx(51))).Require();

        Assert.That(quote.CoolDown, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That((asked.Wait, asked.NotBefore), Is.EqualTo((WithdrawalWait.CoolDown, (DateTimeOffset?)(asked.RequestedAt + TimeSpan.FromHours(1)))));

        Market.Clock.Advance(TimeSpan.FromMinutes(58));
        await PushAsync();
        Assert.That(Network.Signed, Is.Zero);
        await PushAsync();
        Assert.That(Network.Signed, Is.EqualTo(1));
    }

    [Test]
    public async Task Small_amounts_to_new_addresses_go_at_once_but_not_many_of_them()
    {
        var bob = await EarnerAsync(500);
        var waits = new List<WithdrawalWait>();
        foreach (var address in new[] { "addr-a", "addr-b", "addr-c", "addr-d" })
        {
            waits.Add((await Market.Send(new RequestWithdrawal(bob, address, Sun.FromTrx(20)))).Require().Wait);
        }

        Assert.That(waits, Is.EqualTo([WithdrawalWait.None, WithdrawalWait.None, WithdrawalWait.CoolDown, WithdrawalWait.CoolDown]));
    }

    [Test]
    public async Task An_address_is_known_only_when_its_first_payment_is_older_than_the_cool_down()
    {
        var bob = await EarnerAsync(500);
        (await RequestAsync(bob, Ten)).Require();
        await PushAsync();
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);

        var soon = (await RequestAsync(bob, Sun.FromTrx(45))).Require();
        Market.Clock.Advance(TimeSpan.FromHours(1));
        var later = (await RequestAsync(bob, Sun.FromTrx(45))).Require();

        Assert.That((soon.Wait, later.Wait), Is.EqualTo((WithdrawalWait.CoolDown, WithdrawalWait.None)));
    }

    [Test]
    public async Task Its_owner_takes_it_back_while_it_waits_and_nobody_else_does()
    {
        var (bob, eve) = (await EarnerAsync(100), await PersonAsync());
        var asked = (await RequestAsync(bob, Sun.FromTrx(80))).Require();

        Assert.That((await Market.Send(new CancelWithdrawal(eve, asked.Id))).Error, Is.EqualTo(WalletErrors.WithdrawalNotFound));
        Assert.That((await Market.Send(new CancelWithdrawal(bob, asked.Id))).Succeeded);
        Assert.That((await Market.Send(new CancelWithdrawal(bob, asked.Id))).Succeeded, "Pressed twice.");
        Market.Clock.Advance(TimeSpan.FromHours(2));
        await PushAsync();

        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(100)));
        Assert.That(((await Market.Send(new GetWithdrawals(bob)))[0].State, Network.Signed), Is.EqualTo((WithdrawalState.Cancelled, 0)));
        Assert.That((await EventsAsync("WithdrawalCancelled")).Single(), Does.Contain("\"state\":7"));
    }

    [Test]
    public async Task What_is_signed_is_not_taken_back()
    {
        var bob = await EarnerAsync(100);
        var asked = (await RequestAsync(bob, Ten)).Require();
        await PushAsync();

        Assert.That((await Market.Send(new CancelWithdrawal(bob, asked.Id))).Error?.Code, Is.EqualTo(WalletErrors.TooLateToCancel.Code));
    }

    [Test]
    public async Task Taken_back_while_it_is_being_signed_it_is_not_sent()
    {
        var bob = await EarnerAsync(100);
        var asked = (await RequestAsync(bob, Ten)).Require();
        Result? cancelled = null;
        Network.Plan(Moment.AfterSigning, action: async () => cancelled = await Market.Send(new CancelWithdrawal(bob, asked.Id)));

        await PushAsync();

        Assert.That((cancelled!.Succeeded, Network.Sent), Is.EqualTo((true, 0)));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(100)));
    }

    [Test]
    public async Task Taking_back_and_signing_at_once_has_one_winner()
    {
        var bob = await EarnerAsync(500);
        for (var round = 0; round < 10; round++)
        {
            var asked = (await RequestAsync(bob, new Sun(5_000_000))).Require();
            var before = Network.Sent;
            var taking = Task.Run(() => Market.Send(new CancelWithdrawal(bob, asked.Id)));
            await Task.WhenAll(taking, Task.Run(() => PushAsync()));
            var cancelled = await taking;
            var state = (await Market.Send(new GetWithdrawals(bob, 1)))[0].State;
            Assert.That(state, Is.EqualTo(cancelled.Succeeded ? WithdrawalState.Cancelled : WithdrawalState.Broadcast));
            Assert.That(Network.Sent - before, Is.EqualTo(cancelled.Succeeded ? 0 : 1));
            await MineAndPushAsync(FakeNetwork.SolidDepth + 1);
        }
    }

    private Task<Result<WithdrawalView>> RequestAsync(AccountId person, Sun amount, string? key = null) =>
        Market.Send(new RequestWithdrawal(person, Home, amount, key));
}
