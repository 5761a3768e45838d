using System.Data.Common;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Campaigns.Tests;

/// <summary>What is confirmed is paid: once, whoever pays it, and whatever happens between the two.</summary>
internal abstract class PayoutSuite : CampaignWorld
{
    private const string Work = "campaigns.pay_confirmed";
    private const string Paid = "SELECT COUNT(*) FROM campaigns_participations WHERE state = 4 AND paid_at IS NOT NULL";
    private const string Events = "SELECT COUNT(*) FROM outbox_messages WHERE type = 'campaigns.ParticipationPaid'";
    private const string HeldEvents = "SELECT COUNT(*) FROM outbox_messages WHERE type = 'campaigns.PaymentHeld'";
    private const string HeldPaidEvents = "SELECT COUNT(*) FROM outbox_messages WHERE type = 'campaigns.HeldPaymentPaid'";
    private const string Rewards = "SELECT COUNT(*) FROM ledger_journal WHERE kind = 'campaign.reward'";

    [Test]
    public async Task Many_at_once_are_paid_once_each_and_a_full_batch_says_that_there_may_be_more()
    {
        const int Many = 260;
        var campaign = await RunningCampaignAsync(budget: Many);
        var people = await ConfirmManyAsync(campaign, Many);

        Assert.That(await Market.RunWorkAsync(Work), Is.True);
        Assert.That(await CountsAsync(), Is.EqualTo((256L, 256L, 256L)));
        Assert.That(await Market.RunWorkAsync(Work), Is.False);
        Assert.That(await Market.RunWorkAsync(Work), Is.False);

        Assert.That(await CountsAsync(), Is.EqualTo(((long)Many, (long)Many, (long)Many)));
        Assert.That(await AmountsAsync([.. people.Select(person => LedgerAccount.Earn(person.Value))]), Is.All.EqualTo(850_000));
        Assert.That(await AmountsAsync(LedgerAccount.Escrow(campaign.Value), LedgerAccount.Revenue), Is.EqualTo(new[] { 0L, Many * 150_000L }));
    }

    [Test]
    public async Task Several_processes_at_once_pay_each_once()
    {
        var campaign = await RunningCampaignAsync(budget: 40);
        await using var other = Market.AnotherProcess();
        var confirming = ConfirmManyAsync(campaign, 40);
        while (!confirming.IsCompleted)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() => (number % 2 == 0 ? Market : other).RunWorkAsync(Work))));
        }

        var people = await confirming;
        await PayAsync();

        Assert.That(await CountsAsync(), Is.EqualTo((40L, 40L, 40L)));
        Assert.That(await AmountsAsync([.. people.Select(person => LedgerAccount.Earn(person.Value))]), Is.All.EqualTo(850_000));
    }

    [Test]
    public async Task A_confirmation_wakes_the_work_of_its_process_and_another_one_pays_where_that_has_died()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        await ConfirmAsync(Bob, campaign, "hello");
        await Market.Services.GetRequiredService<WorkSignals>().WaitAsync(Work, patience.Token);
        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value)), Is.EqualTo(new[] { 0L }));
        await using var survivor = Market.AnotherProcess();
        await survivor.RunWorkAsync(Work);

        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value)), Is.EqualTo(new[] { 850_000L }));
    }

    [Test]
    public async Task A_process_that_dies_before_the_commit_has_paid_nobody()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await ConfirmAsync(Bob, campaign, "hello");
        await using var dying = WithHandler(_ => throw new InvalidOperationException("The plug was pulled."));

        Assert.That(async () => await dying.RunWorkAsync(Work), Throws.InvalidOperationException);
        Assert.That(await CountsAsync(), Is.EqualTo((0L, 0L, 0L)));
        await PayAsync();

        Assert.That(await CountsAsync(), Is.EqualTo((1L, 1L, 1L)));
    }

    [Test]
    public async Task A_payment_that_the_ledger_refuses_waits_for_an_operator_and_the_others_are_paid()
    {
        var boss = await RegisterAsync("1");
        var carl = await RegisterAsync("300");
        var campaign = await RunningCampaignAsync(budget: 3);
        var refused = await ConfirmAsync(Bob, campaign, "hello");
        await ConfirmAsync(carl, campaign, "salut");
        await SetHoldAsync(refused.ParticipationId, state: 2);

        await PayAsync();
        await PayAsync();

        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value), LedgerAccount.Earn(carl.Value)), Is.EqualTo(new[] { 0L, 850_000L }));
        var held = (await Market.Send(new GetHeldPayments())).Single();
        Assert.That((held.ParticipationId, held.AccountId, held.Earns, held.Because), Is.EqualTo((refused.ParticipationId, Bob, new Sun(850_000), "ledger.hold_not_open")));
        Assert.That(await Market.Send(new GetCampaignFigures()), Is.EqualTo(new CampaignFigures(1, 0, 0, 1, 1, Reward, 0)));
        Assert.That(
            Market.Logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)),
            Has.Exactly(1).Items.And.All.Contains(refused.ParticipationId.ToString()).And.All.Contains("ledger.hold_not_open"));
        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error?.Code, Is.EqualTo("campaigns.already_done"));

        await SetHoldAsync(refused.ParticipationId, state: 0);
        Assert.That((await Market.Send(new RetryHeldPayment(Bob, refused.ParticipationId))).Error?.Code, Is.EqualTo("accounts.operators_only"));
        Assert.That((await Market.Send(new RetryHeldPayment(boss, new ParticipationId(Guid.Empty)))).Error?.Code, Is.EqualTo("kernel.not_found"));
        Assert.That((await Market.Send(new RetryHeldPayment(boss, refused.ParticipationId))).Error, Is.Null);
        await PayAsync();
        Assert.That((await Market.Send(new RetryHeldPayment(boss, refused.ParticipationId))).Error, Is.Null, "paid by now, which is what he wanted");
        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value)), Is.EqualTo(new[] { 850_000L }));
        Assert.That(await Market.Send(new GetHeldPayments()), Is.Empty);
        Assert.That(await Market.Database.CountAsync(HeldEvents), Is.EqualTo(1), "told that it waits");
        Assert.That(await Market.Database.CountAsync(HeldPaidEvents), Is.EqualTo(1), "and that it came");
    }

    [Test]
    public async Task A_payment_that_the_database_refuses_waits_for_an_operator_and_the_others_are_paid()
    {
        var carl = await RegisterAsync("300");
        var campaign = await RunningCampaignAsync(budget: 3);
        await ConfirmAsync(Bob, campaign, "hello");
        await ConfirmAsync(carl, campaign, "salut");
        await using var offended = WithHandler(paid =>
        {
            if (paid.Payments.Any(payment => payment.AccountId == Bob))
            {
                throw new Offence();
            }
        });

        await offended.RunWorkUntilIdleAsync(Work);

        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value), LedgerAccount.Earn(carl.Value)), Is.EqualTo(new[] { 0L, 850_000L }));
        Assert.That((await Market.Send(new GetHeldPayments())).Single().Because, Is.EqualTo("database"));
        Assert.That(await Market.Database.CountAsync(HeldEvents), Is.EqualTo(1));
    }

    [Test]
    public async Task A_database_that_refuses_every_payment_holds_none_back()
    {
        var carl = await RegisterAsync("300");
        var campaign = await RunningCampaignAsync(budget: 3);
        await ConfirmAsync(Bob, campaign, "hello");
        await ConfirmAsync(carl, campaign, "salut");
        await using var offended = WithHandler(_ => throw new Offence());

        Assert.That(async () => await offended.RunWorkAsync(Work), Throws.InvalidOperationException.With.InnerException.TypeOf<Offence>());
        await PayAsync();

        Assert.That(await CountsAsync(), Is.EqualTo((2L, 2L, 2L)));
    }

    [Test]
    public async Task What_is_confirmed_is_paid_though_the_campaign_closes_before_and_the_rest_returns()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        var before = (await AmountsAsync(LedgerAccount.Ad(Ada.Value)))[0];
        await ConfirmAsync(Bob, campaign, "hello");

        Assert.That((await Market.Send(new CloseCampaign(Ada, campaign))).Require(), Is.EqualTo(new CampaignClosed(Sun.FromTrx(2), Reward)));
        await PayAsync();

        Assert.That(
            await AmountsAsync(LedgerAccount.Earn(Bob.Value), LedgerAccount.Ad(Ada.Value), LedgerAccount.Escrow(campaign.Value)),
            Is.EqualTo(new[] { 850_000L, before + 2_000_000, 0 }));
    }

    [Test]
    public async Task What_is_confirmed_is_paid_though_the_campaign_is_suspended_and_its_time_runs_out()
    {
        var boss = await RegisterAsync("1");
        var campaign = await RunningCampaignAsync(budget: 3);
        await ConfirmAsync(Bob, campaign, "hello");
        var report = (await Market.Send(new ReportCampaign(Bob, campaign, ReportReason.Spam, null))).Require();
        Assert.That((await Market.Send(new ReviewReport(boss, report, true))).Error, Is.Null);
        Market.Clock.Advance(TimeSpan.FromHours(2));

        await Market.RunWorkUntilIdleAsync("campaigns.expire_participations");
        await PayAsync();

        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value)), Is.EqualTo(new[] { 850_000L }));
    }

    [Test]
    public async Task What_is_confirmed_counts_as_done_before_it_is_paid()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        var receipt = await ConfirmAsync(Bob, campaign, "hello");

        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error?.Code, Is.EqualTo("campaigns.already_done"));
        Assert.That((await Market.Send(new SubmitProof(Bob, Forward("again")))).Error?.Code, Is.EqualTo("campaigns.nothing_open"));
        Assert.That((await Market.Send(new CancelParticipation(Bob, receipt.ParticipationId))).Error?.Code, Is.EqualTo("campaigns.wrong_state"));
        Assert.That((await Market.Send(new BrowseCampaigns(Bob))).Offers, Is.Empty);
        Assert.That(await Market.Send(new GetOpenParticipations(Bob)), Is.Empty);
        Assert.That(await Market.Send(new GetCampaignFigures()), Is.EqualTo(new CampaignFigures(1, 0, 1, 0, 0, Sun.Zero, 0)));
        var view = (await Market.Send(new GetMyCampaign(Ada, campaign)))!;
        Assert.That((view.PaidCount, view.Spent, view.Budget, view.Reserved), Is.EqualTo((0, Sun.Zero, Sun.FromTrx(2), Reward)));
    }

    [Test]
    public async Task The_invariant_notices_what_is_marked_as_paid_and_is_not()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await ConfirmAsync(Bob, campaign, "hello");
        await ExecuteAsync($"UPDATE campaigns_participations SET state = 4 WHERE campaign_id = {campaign.Value}");

        Assert.That(await Market.FindViolationsAsync(), Is.EqualTo(new[]
        {
            $"Every campaign's escrow holds what its unpaid participations were promised: campaign:{campaign}/escrow holds 1000000, promised are 0",
            $"Every campaign's totals are those of its paid participations: campaign {campaign} counts 0 payments of 0 and 0 by the day, made were 1 of 1000000",
        }).IgnoreCase);

        await ExecuteAsync($"UPDATE campaigns_participations SET state = 2 WHERE campaign_id = {campaign.Value}");
    }

    private async Task<AccountId[]> ConfirmManyAsync(CampaignId campaign, int count)
    {
        var people = new AccountId[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            people[number] = await RegisterAsync($"9{number}");
            await ConfirmAsync(people[number], campaign, $"hello {number}");
        });
        return people;
    }

    private async Task<(long Paid, long Events, long Rewards)> CountsAsync() =>
        (await Market.Database.CountAsync(Paid), await Market.Database.CountAsync(Events), await Market.Database.CountAsync(Rewards));

    /// <summary>A process in which something follows from payments that this test decides.</summary>
    private TestMarketplace WithHandler(Action<ParticipationsPaid> handle) => Market.AnotherProcess(services => services
        .AddMarketplaceAccounts()
        .AddMarketplaceLedger()
        .AddMarketplaceCampaigns()
        .AddTransient<INotificationHandler<ParticipationsPaid>>(_ => new Handler(handle)));

    private Task<int> SetHoldAsync(ParticipationId participation, int state) =>
        ExecuteAsync($"UPDATE ledger_holds SET state = {state} WHERE id = {participation.Value}");

    private Task<int> ExecuteAsync(FormattableString statement) => Market.InScopeAsync(services =>
        services.GetRequiredService<MarketplaceDbContext>().Database.ExecuteSqlAsync(statement));

    private sealed class Handler(Action<ParticipationsPaid> handle) : INotificationHandler<ParticipationsPaid>
    {
        public Task Handle(ParticipationsPaid notification, CancellationToken cancellationToken)
        {
            handle(notification);
            return Task.CompletedTask;
        }
    }

    /// <summary>What a database throws that was asked for the impossible.</summary>
    private sealed class Offence() : DbException("A rule of the database is broken.");
}

internal sealed class PayoutsOnSqlite : PayoutSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class PayoutsOnPostgreSql : PayoutSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
