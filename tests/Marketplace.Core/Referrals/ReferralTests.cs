using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence.Pipeline;
using Marketplace.Testing;
using Marketplace.Wallets;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace Marketplace.Referrals.Tests;

internal sealed class ReferralsOnSqlite : ReferralSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class ReferralsOnPostgreSql : ReferralSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

/// <summary>Tells a fact as the module that owns it would: inside a transaction.</summary>
internal sealed record Tell(IDomainEvent Fact) : ICommand;

internal sealed class TellHandler(IUnitOfWork unit) : IRequestHandler<Tell, Result>
{
    public Task<Result> Handle(Tell command, CancellationToken cancellationToken)
    {
        unit.Raise(command.Fact);
        return Task.FromResult(Result.Success);
    }
}

internal abstract class ReferralSuite : EngineSuite
{
    private const string Pay = "referrals.pay-commissions";
    private TestMarketplace market = null!;
    private AccountView cleo = null!;
    private AccountView bob = null!;
    private int facts;

    [SetUp]
    public async Task StartAsync()
    {
        facts = 0;
        market = await TestMarketplace.StartAsync(Engine, services => Install(services));
        cleo = (await market.Send(new RegisterAccount(new Identity("telegram", "cleo")))).Require();
        bob = (await market.Send(new RegisterAccount(new Identity("telegram", "bob"), cleo.ReferralCode))).Require();
    }

    [TearDown]
    public async Task StopAsync() => await market.DisposeAsync();

    [Test]
    public async Task A_sponsor_gets_a_tenth_of_what_is_earned_and_a_twentieth_of_what_is_deposited()
    {
        await RevenueAsync(1_000_000);
        await EarnedAsync(bob.Id, 850_009);
        await DepositedAsync(bob.Id, 2_000_019, DepositTarget.Ad);

        await market.RunWorkUntilIdleAsync(Pay);

        var view = await market.Send(new GetReferrals(cleo.Id));
        Assert.That(view, Is.EqualTo(new ReferralsView(cleo.ReferralCode, 1, new Sun(85_000 + 100_000), Sun.Zero, Rate.Percent(10), Rate.Percent(5))));
        Assert.That(await BalanceAsync(LedgerAccount.Earn(cleo.Id.Value)), Is.EqualTo(185_000));
        Assert.That(await BalanceAsync(LedgerAccount.Revenue), Is.EqualTo(1_000_000 - 185_000));
        Assert.That(await PaidEventsAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Payments_of_a_batch_earn_to_the_sun_what_they_earn_one_by_one()
    {
        await RevenueAsync(1_000_000_000);
        var amounts = Enumerable.Range(1, 300).Select(number => number * 7_919L % 10_007).ToList();
        var dora = (await market.Send(new RegisterAccount(new Identity("telegram", "dora"), bob.ReferralCode))).Require();
        var batch = amounts.SelectMany(amount => new[] { Payment(bob.Id, amount), Payment(dora.Id, amount + 1), Payment(cleo.Id, amount) });
        await market.Send(new Tell(new ParticipationsPaid([.. batch])));
        await market.RunWorkUntilIdleAsync(Pay);
        Assert.That((await ShareAsync(cleo.Id), await ShareAsync(bob.Id)), Is.EqualTo((amounts.Sum(amount => amount / 10), amounts.Sum(amount => (amount + 1) / 10))));

        foreach (var amount in amounts.Take(20))
        {
            await EarnedAsync(bob.Id, amount);
        }

        await market.RunWorkUntilIdleAsync(Pay);
        Assert.That(await ShareAsync(cleo.Id), Is.EqualTo(amounts.Sum(amount => amount / 10) + amounts.Take(20).Sum(amount => amount / 10)));
    }

    [Test]
    public async Task Who_has_no_sponsor_earns_nobody_anything()
    {
        await RevenueAsync(1_000_000);
        await EarnedAsync(cleo.Id, 850_000);
        await DepositedAsync(cleo.Id, 850_000, DepositTarget.Ad);

        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM referrals_commissions"), Is.Zero);
    }

    [Test]
    public async Task A_deposit_that_can_be_withdrawn_at_once_earns_nothing()
    {
        await DepositedAsync(bob.Id, 1_000_000, DepositTarget.Earn);

        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM referrals_commissions"), Is.Zero);
    }

    [Test]
    public async Task A_share_below_one_sun_is_none()
    {
        await EarnedAsync(bob.Id, 9);

        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM referrals_commissions"), Is.Zero);
    }

    [Test]
    public async Task A_banned_sponsor_earns_no_more_but_keeps_what_was_due()
    {
        var boss = (await market.Send(new RegisterAccount(new Identity("telegram", "boss")))).Require();
        await RevenueAsync(1_000_000);
        await EarnedAsync(bob.Id, 100_000);
        await market.Send(new BanAccount(boss.Id, cleo.Id, Banned: true));
        await EarnedAsync(bob.Id, 100_000);

        await market.RunWorkUntilIdleAsync(Pay);

        Assert.That(await BalanceAsync(LedgerAccount.Earn(cleo.Id.Value)), Is.EqualTo(10_000));
    }

    [Test]
    public async Task Commissions_wait_for_revenue_oldest_first_and_are_paid_in_parts()
    {
        var dora = (await market.Send(new RegisterAccount(new Identity("telegram", "dora"), bob.ReferralCode))).Require();
        await EarnedAsync(bob.Id, 1_000_000);
        await EarnedAsync(dora.Id, 1_000_000);
        await market.RunWorkUntilIdleAsync(Pay);
        Assert.That((await ShareAsync(cleo.Id), await ShareAsync(bob.Id)), Is.EqualTo((0L, 0L)));

        await RevenueAsync(70_000);
        await market.RunWorkUntilIdleAsync(Pay);
        Assert.That((await ShareAsync(cleo.Id), await ShareAsync(bob.Id)), Is.EqualTo((70_000L, 0L)), "The older one first, as far as it goes.");
        Assert.That((await market.Send(new GetReferrals(cleo.Id))).Waiting, Is.EqualTo(new Sun(30_000)));

        await RevenueAsync(60_000);
        await market.RunWorkUntilIdleAsync(Pay);
        Assert.That((await ShareAsync(cleo.Id), await ShareAsync(bob.Id)), Is.EqualTo((100_000L, 30_000L)));
        Assert.That(await BalanceAsync(LedgerAccount.Revenue), Is.Zero);

        await RevenueAsync(500_000);
        await market.RunWorkUntilIdleAsync(Pay);
        Assert.That((await ShareAsync(cleo.Id), await ShareAsync(bob.Id)), Is.EqualTo((100_000L, 100_000L)));
        Assert.That(await BalanceAsync(LedgerAccount.Revenue), Is.EqualTo(430_000));
        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM referrals_commissions WHERE state = 0"), Is.Zero);
    }

    [Test]
    public async Task Two_payers_at_once_pay_each_commission_once()
    {
        await RevenueAsync(10_000_000);
        for (var i = 0; i < 120; i++)
        {
            await EarnedAsync(bob.Id, 10_000);
        }

        await using var other = market.AnotherProcess();
        for (var turn = 0; turn < 20 && await ShareAsync(cleo.Id) < 120_000; turn++)
        {
            await Task.WhenAll(Task.Run(() => TryPayAsync(market)), Task.Run(() => TryPayAsync(other)));
        }

        Assert.That(await ShareAsync(cleo.Id), Is.EqualTo(120_000));
        Assert.That(await BalanceAsync(LedgerAccount.Revenue), Is.EqualTo(10_000_000 - 120_000));
        Assert.That(await PaidEventsAsync(), Is.EqualTo(120));
    }

    [Test]
    public async Task A_commission_falls_with_the_fact_that_earned_it()
    {
        var paid = Earned(bob.Id, 100_000);
        await market.Send(new Tell(paid));

        Assert.That(async () => await market.Send(new Tell(paid)), Throws.Exception, "The same fact twice is a bug: its transaction must not commit.");
        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM referrals_commissions"), Is.EqualTo(1));
    }

    [TestCase(15, 10, 5, true)]
    [TestCase(14, 10, 5, true)]
    [TestCase(13, 10, 5, false)]
    [TestCase(15, 12, 5, false)]
    [TestCase(0, 0, 0, true)]
    [TestCase(0, 0, 1, false)]
    [TestCase(100, 100, 100, true)]
    public async Task Rates_by_which_one_could_sponsor_oneself_stop_the_start(int fee, int earnings, int deposit, bool sound)
    {
        Task<TestMarketplace> StartAsync(bool accept) => TestMarketplace.StartAsync(Engine, services => Install(services, fee, rates =>
        {
            rates.EarningsCommission = Rate.Percent(earnings);
            rates.DepositCommission = Rate.Percent(deposit);
            rates.AcceptUnsoundRates = accept;
        }));

        if (sound)
        {
            await (await StartAsync(accept: false)).DisposeAsync();
        }
        else
        {
            Assert.That(async () => await StartAsync(accept: false), Throws.TypeOf<OptionsValidationException>().With.Message.Contains("sponsoring themselves"));
        }

        await (await StartAsync(accept: true)).DisposeAsync();
    }

    [TestCase(6, false)]
    [TestCase(46, false)]
    [TestCase(47, true)]
    [TestCase(10_000, true)]
    public async Task A_reward_so_small_that_its_fee_is_rounded_away_stops_the_start(long minimum, bool sound)
    {
        Task<TestMarketplace> StartAsync() => TestMarketplace.StartAsync(Engine, services => Install(services, minimum: minimum));

        if (sound)
        {
            await (await StartAsync()).DisposeAsync();
        }
        else
        {
            Assert.That(async () => await StartAsync(), Throws.TypeOf<OptionsValidationException>().With.Message.Contains("MinimumReward"));
        }
    }

    private static void Install(IServiceCollection services, int fee = 15, Action<ReferralsOptions>? rates = null, long minimum = 10_000) => services
        .AddMarketplaceAccounts(accounts => accounts.Operators.Add("telegram:boss"))
        .AddMarketplaceLedger()
        .AddMarketplaceWallets()
        .AddMarketplaceCampaigns(campaigns => (campaigns.PlatformFee, campaigns.MinimumReward) = (Rate.Percent(fee), new Sun(minimum)))
        .AddMarketplaceReferrals(rates)
        .AddMarketplaceModule("tell", typeof(Tell).Assembly)
        // No chain: nothing here reaches it.
        .AddSingleton(Mock.Of<IPaymentNetwork>(
            network => network.Info == new PaymentNetworkInfo("none", Asset.Trx, TimeSpan.Zero, null, new HouseAddresses(null, null))
                && network.CreateWatchList() == Mock.Of<IWatchList>(MockBehavior.Strict),
            MockBehavior.Strict));

    // The unit of work refuses one of two that raced; its host would simply come again.
    private static async Task TryPayAsync(TestMarketplace payer)
    {
        try
        {
            await payer.RunWorkAsync(Pay);
        }
        catch (Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException)
        {
            // The other was faster.
        }
    }

    private async Task RevenueAsync(long amount) => (await market.Send(new PostTransfer(new Transfer(
        $"test:{++facts}", "test.revenue", "test", [new(LedgerAccount.Revenue, amount), new(LedgerAccount.Custody, -amount)])))).Require();

    private ParticipationsPaid Earned(AccountId earner, long amount) => new([Payment(earner, amount)]);

    private ParticipationPaid Payment(AccountId earner, long amount) => new(
        new ParticipationId(new Guid(++facts, 1, 0, new byte[8])), new CampaignId(Guid.Empty), cleo.Id, earner, new Sun(amount), new Sun(amount), Sun.Zero);

    private Task<Result> EarnedAsync(AccountId earner, long amount) => market.Send(new Tell(Earned(earner, amount)));

    private Task<Result> DepositedAsync(AccountId person, long amount, DepositTarget target) =>
        market.Send(new Tell(new DepositCredited(person, amount, $"tx-{++facts}", 0, target)));

    private async Task<long> BalanceAsync(LedgerAccount account) => (await market.Send(new GetBalances([account])))[0].Amount;

    private Task<long> ShareAsync(AccountId person) => BalanceAsync(LedgerAccount.Earn(person.Value));

    private Task<long> PaidEventsAsync() => market.Database.CountAsync("SELECT COUNT(*) FROM outbox_messages WHERE type = 'referrals.CommissionPaid'");
}
