using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Wallets.Tests;

internal sealed class HoldBackOnSqlite : HoldBackSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class HoldBackOnPostgreSql : HoldBackSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

/// <summary>What stops a withdrawal that nobody has signed yet: a ban, an operator's no.</summary>
internal abstract class HoldBackSuite : WalletSuite
{
    private const string Home = "addr-home";

    [Test]
    public async Task A_ban_holds_back_what_is_under_way_and_lets_it_go_on_where_it_was_a_mistake()
    {
        var (boss, bob) = (await PersonAsync("boss"), await EarnerAsync(500));
        await RequestAsync(bob, 150);
        await BanAsync(boss, bob, true);
        Market.Clock.Advance(TimeSpan.FromHours(2));
        await PushAsync();

        var held = (await Market.Send(new GetWithdrawalsToApprove(boss))).Single();
        Assert.That((Network.Signed, held.State, held.Wait), Is.EqualTo((0, WithdrawalState.Approved, WithdrawalWait.HeldBack)));
        Assert.That((await WalletAsync(bob)).EarnHeld, Is.EqualTo(Sun.FromTrx(150)), "It is neither paid nor given back before somebody looked.");
        Assert.That((await Market.Send(new RequestWithdrawal(bob, Home, Sun.FromTrx(5)))).Error, Is.EqualTo(AccountErrors.Banned));

        await BanAsync(boss, bob, false);
        await PushAsync();
        Assert.That(Network.Signed, Is.EqualTo(1));
    }

    [Test]
    public async Task An_operator_releases_what_is_held_back_or_refuses_it_with_a_reason()
    {
        var (boss, bob) = (await PersonAsync("boss"), await EarnerAsync(500));
        var (one, two) = (await RequestAsync(bob, 20), await RequestAsync(bob, 150));
        await BanAsync(boss, bob, true);

        Assert.That((await Market.Send(new ReleaseWithdrawal(bob, one.Id))).Error, Is.EqualTo(AccountErrors.OperatorsOnly));
        Assert.That((await Market.Send(new ReleaseWithdrawal(boss, one.Id))).Succeeded);
        Assert.That((await Market.Send(new ReleaseWithdrawal(boss, one.Id))).Error?.Code, Is.EqualTo(WalletErrors.AlreadyDecided.Code));
        (await Market.Send(new ReviewWithdrawal(boss, two.Id, false, " Stolen earnings. "))).Require();
        await PushAsync();

        var views = await Market.Send(new GetWithdrawals(bob));
        Assert.That(views.Select(view => (view.State, view.Reason)), Is.EqualTo([(WithdrawalState.Rejected, "Stolen earnings."), (WithdrawalState.Broadcast, null)]));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(480)));
        Assert.That((await EventsAsync("WithdrawalCancelled")).Single(), Does.Contain("Stolen earnings."));
    }

    [Test]
    public async Task Banned_while_it_is_being_signed_it_is_not_sent()
    {
        var (boss, bob) = (await PersonAsync("boss"), await EarnerAsync(100));
        await RequestAsync(bob, 10);
        Network.Plan(Moment.AfterSigning, action: () => BanAsync(boss, bob, true));

        await PushAsync();

        Assert.That((Network.Signed, Network.Sent), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task What_was_signed_before_the_ban_goes_to_its_end_but_is_not_signed_anew()
    {
        var (boss, bob) = (await PersonAsync("boss"), await EarnerAsync(100));
        await RequestAsync(bob, 10);
        Network.LosesPayments = true;
        await PushAsync();
        await BanAsync(boss, bob, true);
        Network.Mine(FakeNetwork.Lifetime + FakeNetwork.SolidDepth + 2);
        Network.LosesPayments = false;
        await PushAsync();
        await PushAsync();

        Assert.That(Network.Signed, Is.EqualTo(1));
        Assert.That((await Market.Send(new GetWithdrawals(bob))).Single(), Has.Property("Wait").EqualTo(WithdrawalWait.HeldBack));
    }

    [Test]
    public async Task A_ban_and_requests_at_once_leave_none_that_is_not_held_back()
    {
        var boss = await PersonAsync("boss");
        for (var round = 0; round < 5; round++)
        {
            var bob = await EarnerAsync(100);
            await using var other = Market.AnotherProcess();
            await Task.WhenAll(
                Task.Run(() => BanAsync(boss, bob, true)),
                Task.Run(() => other.Send(new RequestWithdrawal(bob, Home, Sun.FromTrx(6)))),
                Task.Run(() => Market.Send(new RequestWithdrawal(bob, Home, Sun.FromTrx(7)))));

            Assert.That((await Market.Send(new GetWithdrawals(bob))).Select(view => view.Wait), Is.All.EqualTo(WithdrawalWait.HeldBack));
        }
    }

    [Test]
    public async Task An_operator_refuses_one_that_needed_no_approval_and_its_address_is_new_again()
    {
        var (boss, bob) = (await PersonAsync("boss"), await EarnerAsync(500));
        var asked = await RequestAsync(bob, 150);
        Assert.That((await Market.Send(new GetUnsignedWithdrawals())).Single().Id, Is.EqualTo(asked.Id));
        Assert.That((await Market.Send(new ReviewWithdrawal(boss, asked.Id, true))).Error?.Code, Is.EqualTo(WalletErrors.AlreadyDecided.Code));
        Assert.That((await Market.Send(new ReviewWithdrawal(boss, asked.Id, false, new string('x', 301)))).Error?.Code, Is.EqualTo(WalletErrors.ReasonTooLong.Code));

        (await Market.Send(new ReviewWithdrawal(boss, asked.Id, false, "You asked us to."))).Require();
        Market.Clock.Advance(TimeSpan.FromHours(2));
        await PushAsync();

        Assert.That(Network.Signed, Is.Zero);
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(500)));
        Assert.That((await RequestAsync(bob, 150)).Wait, Is.EqualTo(WithdrawalWait.CoolDown));
    }

    [Test]
    public async Task Refusing_and_signing_at_once_has_one_winner()
    {
        var (boss, bob) = (await PersonAsync("boss"), await EarnerAsync(500));
        for (var round = 0; round < 5; round++)
        {
            var asked = await RequestAsync(bob, 5);
            var before = Network.Sent;
            var refusing = Task.Run(() => Market.Send(new ReviewWithdrawal(boss, asked.Id, false)));
            await Task.WhenAll(refusing, Task.Run(() => PushAsync()));
            var refused = (await refusing).Succeeded;
            Assert.That(Network.Sent - before, Is.EqualTo(refused ? 0 : 1));
            await MineAndPushAsync(FakeNetwork.SolidDepth + 1);
        }
    }

    [Test]
    public async Task The_approval_is_told_with_the_time_at_which_it_goes_out_and_the_next_notice_names_who_has_approved()
    {
        var (boss, chief, bob) = (await PersonAsync("boss"), await PersonAsync("chief"), await EarnerAsync(9_000));
        var asked = await RequestAsync(bob, 6_000);
        (await Market.Send(new ReviewWithdrawal(boss, asked.Id, true))).Require();
        var second = (await Market.Send(new ReviewWithdrawal(chief, asked.Id, true))).Require();

        Assert.That(second.NotBefore, Is.EqualTo(asked.RequestedAt + TimeSpan.FromHours(1)));
        Assert.That((await EventsAsync("WithdrawalAwaitsApproval"))[^1], Does.Contain(boss.ToString()));
        Assert.That(await EventsAsync("WithdrawalApproved"), Has.Count.EqualTo(1));
        Assert.That(await Market.Send(new GetWithdrawn(bob)), Is.EqualTo(new WithdrawnView(0, Sun.Zero)));
    }

    [Test]
    public async Task Without_operators_the_log_says_at_start_what_will_wait_for_them()
    {
        await using var alone = Market.AnotherProcess(services =>
        {
            Install(services);
            services.Configure<AccountsOptions>(accounts => accounts.Operators.Clear());
        });
        await PushAsync(alone);
        await PushAsync(alone);
        await PushAsync();

        Assert.That(alone.Logs.Lines.Where(line => line.Contains("Accounts:Operators", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1).And.Some.Contains("1000"));
        Assert.That(Market.Logs.Lines, Has.None.Contains("Accounts:Operators"));
    }

    private Task<Result> BanAsync(AccountId boss, AccountId person, bool banned) => Market.Send(new BanAccount(boss, person, banned));

    private async Task<WithdrawalView> RequestAsync(AccountId person, long trx) =>
        (await Market.Send(new RequestWithdrawal(person, Home, Sun.FromTrx(trx)))).Require();
}
