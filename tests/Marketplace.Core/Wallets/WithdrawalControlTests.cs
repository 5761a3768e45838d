using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Testing;

namespace Marketplace.Wallets.Tests;

internal sealed class WithdrawalControlOnSqlite : WithdrawalControlSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class WithdrawalControlOnPostgreSql : WithdrawalControlSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

/// <summary>What operators decide, and what a wallet with too little does to everybody.</summary>
internal abstract class WithdrawalControlSuite : WalletSuite
{
    private const string Home = "addr-home";
    private static readonly Sun Ten = Sun.FromTrx(10);

    protected override void Configure(WalletsOptions rules) => rules.NewAddressCoolDown = TimeSpan.Zero;

    [Test]
    public async Task A_very_large_one_needs_two_different_operators()
    {
        var (boss, chief) = (await PersonAsync("boss"), await PersonAsync("chief"));
        var bob = await EarnerAsync(9_000);
        var asked = (await RequestAsync(bob, Sun.FromTrx(5_001))).Require();

        var first = (await Market.Send(new ReviewWithdrawal(boss, asked.Id, true))).Require();
        var again = await Market.Send(new ReviewWithdrawal(boss, asked.Id, true));
        await PushAsync();
        Assert.That(first, Is.EqualTo(new ReviewedWithdrawal(WithdrawalState.Requested, 1, 2)));
        Assert.That(again.Error, Is.EqualTo(WalletErrors.AlreadyApproved.With("approvals", 1).With("needed", 2)));
        Assert.That(Network.Signed, Is.Zero);
        Assert.That((await Market.Send(new GetWithdrawalsToApprove(boss))), Is.Empty, "He has done his part.");
        Assert.That((await Market.Send(new GetWithdrawalsToApprove(chief))).Single().Approvals, Is.EqualTo(1));

        var second = (await Market.Send(new ReviewWithdrawal(chief, asked.Id, true))).Require();
        await PushAsync();

        Assert.That(second, Is.EqualTo(new ReviewedWithdrawal(WithdrawalState.Approved, 2, 2)));
        Assert.That(Network.Signed, Is.EqualTo(1));
    }

    [Test]
    public async Task One_operator_s_no_ends_what_another_approved()
    {
        var (boss, chief) = (await PersonAsync("boss"), await PersonAsync("chief"));
        var bob = await EarnerAsync(9_000);
        var asked = (await RequestAsync(bob, Sun.FromTrx(6_000))).Require();
        (await Market.Send(new ReviewWithdrawal(boss, asked.Id, true))).Require();

        (await Market.Send(new ReviewWithdrawal(chief, asked.Id, false))).Require();

        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(9_000)));
        Assert.That((await Market.Send(new ReviewWithdrawal(boss, asked.Id, true))).Error?.Code, Is.EqualTo(WalletErrors.AlreadyDecided.Code));
    }

    [Test]
    public async Task Nobody_approves_his_own()
    {
        var boss = await PersonAsync("boss");
        var address = (await Market.Send(new OpenDepositAddress(boss, DepositTarget.Earn))).Require().Address;
        Network.Deposit(address, Sun.FromTrx(2_000).Value);
        await MineAndScanAsync(FakeNetwork.SolidDepth + 1);
        var asked = (await RequestAsync(boss, Sun.FromTrx(1_500))).Require();

        Assert.That((await Market.Send(new ReviewWithdrawal(boss, asked.Id, true))).Error, Is.EqualTo(WalletErrors.OwnWithdrawal));
        Assert.That((await Market.Send(new GetWithdrawalsToApprove(boss))), Is.Empty);
        Assert.That((await Market.Send(new ReviewWithdrawal(boss, asked.Id, false))).Succeeded, "He may take it back.");
    }

    [Test]
    public async Task Two_operators_at_once_are_two_voices_and_one_twice_is_one()
    {
        var (boss, chief) = (await PersonAsync("boss"), await PersonAsync("chief"));
        var bob = await EarnerAsync(9_000);
        var asked = (await RequestAsync(bob, Sun.FromTrx(6_000))).Require();

        var answers = await Task.WhenAll(new[] { boss, boss, boss, chief, chief }.Select(who =>
            Task.Run(() => Market.Send(new ReviewWithdrawal(who, asked.Id, true)))));

        Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(2));
        Assert.That((await Market.Send(new GetWithdrawals(bob)))[0], Has.Property("State").EqualTo(WithdrawalState.Approved).And.Property("Approvals").EqualTo(2));
    }

    [Test]
    public async Task Paused_nothing_new_is_signed_and_what_is_signed_goes_on()
    {
        var boss = await PersonAsync("boss");
        var bob = await EarnerAsync(100);
        (await RequestAsync(bob, Ten)).Require();
        await PushAsync();
        var second = (await RequestAsync(bob, Ten)).Require();

        Assert.That((await Market.Send(new PauseWithdrawals(bob, true))).Error, Is.EqualTo(AccountErrors.OperatorsOnly));
        Assert.That((await Market.Send(new PauseWithdrawals(boss, true))).Succeeded);
        var control = await Market.Send(new GetWithdrawalControl());
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);
        var paused = await Market.Send(new GetWithdrawals(bob));
        Assert.That(control.PausedBy, Is.EqualTo(boss));
        Assert.That(paused.Select(view => (view.State, view.Wait)), Is.EqualTo(
            [(WithdrawalState.Approved, WithdrawalWait.Paused), (WithdrawalState.Settled, WithdrawalWait.None)]));
        Assert.That((await RequestAsync(bob, Ten)).Require().Wait, Is.EqualTo(WithdrawalWait.Paused), "Requests are taken and wait.");

        Assert.That((await Market.Send(new PauseWithdrawals(boss, false))).Succeeded);
        await PushAsync();
        Assert.That((await Market.Send(new GetWithdrawals(bob))).Single(view => view.Id == second.Id).State, Is.EqualTo(WithdrawalState.Broadcast));
    }

    [Test]
    public async Task Paused_while_one_is_being_signed_it_is_not_sent()
    {
        var boss = await PersonAsync("boss");
        var bob = await EarnerAsync(100);
        (await RequestAsync(bob, Ten)).Require();
        Network.Plan(Moment.AfterSigning, action: () => Market.Send(new PauseWithdrawals(boss, true)));

        await PushAsync();

        Assert.That((Network.Signed, Network.Sent), Is.EqualTo((1, 0)));
        Assert.That((await Market.Send(new GetWithdrawals(bob)))[0].State, Is.EqualTo(WithdrawalState.Approved));
    }

    [Test]
    public async Task With_too_little_in_the_wallet_all_wait_in_order_and_the_alarm_is_raised_once()
    {
        var bob = await EarnerAsync(1_000);
        var large = (await RequestAsync(bob, Sun.FromTrx(500))).Require();
        var small = (await RequestAsync(bob, Ten)).Require();
        Network.Refusal = order => order.Amount > 400_000_000
            ? WalletErrors.SourceTooLow.With("address", "addr-hot").With("available", 300_000_000).With("needed", order.Amount!.Value)
            : null;

        await PushAsync();
        await using var restarted = Market.AnotherProcess();
        await PushAsync(restarted);
        await PushAsync();

        var waiting = await Market.Send(new GetWithdrawals(bob));
        Assert.That(waiting.Select(view => (view.State, view.Wait)), Is.All.EqualTo((WithdrawalState.Approved, WithdrawalWait.Coins)), "The small one does not pass the large one.");
        Assert.That(
            Market.Logs.Lines.Concat(restarted.Logs.Lines).Where(line => line.Contains("ALARM", StringComparison.Ordinal)).ToList(),
            Has.Count.EqualTo(1).And.Some.Contains("wallets.source_too_low").And.Some.Contains("addr-hot").And.Some.Contains("198500000"));
        Assert.That((await EventsAsync("WithdrawalsLackCoins")).Single(), Does.Contain("addr-hot"));

        Network.Refusal = _ => null;
        await PushAsync();
        Assert.That((await Market.Send(new GetWithdrawals(bob))).Select(view => view.State), Is.All.EqualTo(WithdrawalState.Broadcast));
        Assert.That((await Market.Send(new GetWithdrawalControl())).ShortSince, Is.Null);
        Assert.That(new[] { large.Wait, small.Wait }, Is.All.EqualTo(WithdrawalWait.None));
    }

    [Test]
    public async Task Every_attempt_is_kept_and_the_database_takes_no_second_one_that_could_pay()
    {
        var bob = await EarnerAsync(100);
        (await RequestAsync(bob, Ten)).Require();
        Network.LosesPayments = true;
        await PushAsync();
        Network.Mine(FakeNetwork.Lifetime + FakeNetwork.SolidDepth + 2);
        Network.LosesPayments = false;
        await PushAsync();
        await PushAsync();
        const string Copy = """
            INSERT INTO wallets_attempts (withdrawal_id, number, network, transaction_id, signed_bytes, expires_at, signed_at, outcome, network_fee)
            SELECT withdrawal_id, 3, network, 'another', signed_bytes, expires_at, signed_at, 0, 0 FROM wallets_attempts WHERE number = 2
            """;
        Assert.That(() => Market.Database.ExecuteAsync(Copy), Throws.InstanceOf<System.Data.Common.DbException>());

        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);

        Assert.That(() => Market.Database.ExecuteAsync(Copy), Throws.InstanceOf<System.Data.Common.DbException>(), "Nor after it was paid.");
        Assert.That(
            await Market.Database.RowsAsync("SELECT number, outcome, network_fee FROM wallets_attempts ORDER BY number"),
            Is.EqualTo(["1|3|0", $"2|1|{FakeNetwork.NetworkFee}"]));
    }

    private Task<Result<WithdrawalView>> RequestAsync(AccountId person, Sun amount) => Market.Send(new RequestWithdrawal(person, Home, amount));
}
