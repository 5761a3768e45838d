using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Testing;

namespace Marketplace.Campaigns.Tests;

/// <summary>What people report, what operators decide, and who hears of it.</summary>
internal abstract class ReportSuite : CampaignWorld
{
    private AccountId boss;
    private CampaignId campaign;

    [SetUp]
    public async Task BeginAsync()
    {
        boss = await RegisterAsync("1");
        campaign = await RunningCampaignAsync(budget: 5);
    }

    [Test]
    public async Task A_report_upheld_by_an_operator_suspends_the_campaign()
    {
        var report = await ReportAsync(Bob, "asks for a seed phrase");

        Assert.That((await Market.Send(new ReportCampaign(Bob, campaign, ReportReason.Spam, null))).Error?.Code, Is.EqualTo("campaigns.already_reported"));
        Assert.That((await Market.Send(new ReviewReport(Bob, report, true))).Error?.Code, Is.EqualTo("accounts.operators_only"));
        Assert.That((await Market.Send(new ReviewReport(boss, new ReportId(Guid.Empty), true))).Error?.Code, Is.EqualTo("kernel.not_found"));
        Assert.That((await Market.Send(new ReviewReport(boss, report, true))).Error, Is.Null);
        Assert.That((await Market.Send(new ReviewReport(boss, report, true))).Error, Is.Null, "deciding twice the same is deciding once");
        Assert.That((await Market.Send(new ReviewReport(boss, report, false))).Error?.Code, Is.EqualTo("campaigns.report_decided"));
        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error?.Code, Is.EqualTo("campaigns.not_active"));
        Assert.That((await Market.Send(new ResumeCampaign(Ada, campaign))).Error?.Code, Is.EqualTo("campaigns.wrong_state"));
        Assert.That(await Market.Send(new GetOpenReports()), Is.Empty);
    }

    [Test]
    public async Task What_is_wrong_with_a_report_is_said()
    {
        Assert.That((await Market.Send(new ReportCampaign(Bob, campaign, ReportReason.Other, " "))).Error, Is.EqualTo(CampaignErrors.ReportNeedsWords));
        Assert.That(
            (await Market.Send(new ReportCampaign(Bob, campaign, ReportReason.Scam, new string('x', 1001)))).Error, Is.EqualTo(CampaignErrors.ReportTooLong.With("most", 1000)));
        Assert.That((await Market.Send(new ReportCampaign(Bob, campaign, ReportReason.Scam, " "))).Error, Is.Null);
    }

    [Test]
    public async Task A_report_names_who_is_who_and_what_happened_and_the_queue_can_be_skipped()
    {
        var carl = await RegisterAsync("300");
        await EarnAsync(carl, campaign, "hello");
        await Market.Send(new StartParticipation(Bob, campaign));
        var first = await ReportAsync(Bob, "asks for a seed phrase");
        Market.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await ReportAsync(carl, "sends too much");

        var report = (await Market.Send(new GetOpenReports(Most: 1))).Single();
        Assert.That(
            (report.Id, report.OwnerId, report.ReporterId, report.Text, report.State, report.Reports, report.Open, report.Paid),
            Is.EqualTo((first, Ada, Bob, "asks for a seed phrase", CampaignState.Active, 2, 1, 1)));
        Assert.That((await Market.Send(new GetOpenReports(Most: 1, Skip: 1))).Single().Id, Is.EqualTo(second));
        Assert.That(await Market.Send(new GetOpenReports(Most: 1, Skip: 2)), Is.Empty);
    }

    [Test]
    public async Task One_decision_to_stop_a_campaign_answers_everybody_who_reported_it()
    {
        var first = await ReportAsync(Bob, "asks for a seed phrase");
        await ReportAsync(await RegisterAsync("300"), "sends too much");

        await Market.Send(new ReviewReport(boss, first, true));

        Assert.That(await Market.Send(new GetOpenReports()), Is.Empty);
        Assert.That(await EventsAsync("ReportDecided"), Is.EqualTo(2));
    }

    [Test]
    public async Task Two_operators_who_decide_otherwise_at_once_have_one_decision()
    {
        var report = await ReportAsync(Bob, "asks for a seed phrase");

        var answers = await Task.WhenAll(new[] { true, false }.Select(uphold => Task.Run(() => Market.Send(new ReviewReport(boss, report, uphold)))));

        Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(1));
        var suspended = (await Market.Send(new GetMyCampaign(Ada, campaign)))!.State == CampaignState.Suspended;
        Assert.That(suspended, Is.EqualTo(answers[0].Succeeded));
        Assert.That(await Market.Database.CountAsync("SELECT COUNT(*) FROM campaigns_reports WHERE state = 2"), Is.EqualTo(suspended ? 1 : 0));
    }

    [Test]
    public async Task Who_has_begun_in_a_stopped_campaign_is_told_and_who_has_proved_is_paid()
    {
        var carl = await RegisterAsync("300");
        await Market.Send(new StartParticipation(Bob, campaign));
        await Market.Send(new StartParticipation(carl, campaign));
        var proof = (await Market.Send(new SubmitProof(carl, Forward("hello")))).Require();
        await Market.Send(new ReviewReport(boss, await ReportAsync(Bob, "asks for a seed phrase"), true));

        await Market.RunWorkUntilIdleAsync("campaigns.expire_participations");

        Assert.That(await Market.Send(new GetOpenParticipations(Bob)), Is.Empty);
        Assert.That(await EventsAsync("ParticipationEnded"), Is.EqualTo(1));
        Assert.That((await Market.Send(new ConfirmParticipation(carl, proof.ValidationToken))).Error, Is.Null);
        await PayAsync();
        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.PaidCount, Is.EqualTo(1));
        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.Reserved, Is.EqualTo(Sun.Zero));
    }

    [TestCase(true, CampaignState.Active)]
    [TestCase(false, CampaignState.Paused)]
    public async Task A_suspension_can_be_lifted_and_the_campaign_stands_where_it_stood(bool running, CampaignState before)
    {
        if (!running)
        {
            await Market.Send(new PauseCampaign(Ada, campaign));
        }

        await Market.Send(new ReviewReport(boss, await ReportAsync(Bob, "by mistake"), true));
        Assert.That((await Market.Send(new GetSuspendedCampaigns())).Single().Id, Is.EqualTo(campaign));

        Assert.That((await Market.Send(new LiftSuspension(Bob, campaign))).Error?.Code, Is.EqualTo("accounts.operators_only"));
        Assert.That((await Market.Send(new LiftSuspension(boss, campaign))).Error, Is.Null);
        Assert.That((await Market.Send(new LiftSuspension(boss, campaign))).Error, Is.Null, "lifting twice is lifting once");

        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.State, Is.EqualTo(before));
        Assert.That(await Market.Send(new GetSuspendedCampaigns()), Is.Empty);
        Assert.That(await EventsAsync("SuspensionLifted"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_campaign_that_was_closed_meanwhile_stays_closed()
    {
        await Market.Send(new ReviewReport(boss, await ReportAsync(Bob, "fraud"), true));
        await Market.Send(new CloseCampaign(Ada, campaign));

        Assert.That((await Market.Send(new LiftSuspension(boss, campaign))).Error, Is.EqualTo(CampaignErrors.WrongState.With("state", CampaignState.Closed)));
    }

    [Test]
    public async Task Who_let_a_task_run_out_is_told_once()
    {
        await Market.Send(new StartParticipation(Bob, campaign));
        Market.Clock.Advance(TimeSpan.FromMinutes(31));

        await Market.RunWorkUntilIdleAsync("campaigns.expire_participations");
        await Market.RunWorkUntilIdleAsync("campaigns.expire_participations");

        Assert.That(await EventsAsync("ParticipationEnded"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_done_can_be_reported_until_it_is()
    {
        await EarnAsync(Bob, campaign, "hello");
        Assert.That((await Market.Send(new GetReportable(Bob))).Single().Id, Is.EqualTo(campaign));

        await ReportAsync(Bob, "now I know");

        Assert.That(await Market.Send(new GetReportable(Bob)), Is.Empty);
    }

    [Test]
    public async Task A_bot_is_tried_by_an_answer_of_its_own_that_can_be_forwarded()
    {
        Assert.That((await Market.Send(new TryBot(Bot, Forward("hello")))).Error, Is.Null);
        Assert.That((await Market.Send(new TryBot(Bot, Forward("hello") with { OriginId = "7002" }))).Error?.Code, Is.EqualTo("proof.wrong_bot"));
        Assert.That((await Market.Send(new TryBot(Bot, Forward("hello") with { SentAt = Market.Clock.GetUtcNow().AddDays(-1) }))).Error?.Code, Is.EqualTo("proof.too_old"));
        var tested = (await Market.Send(new CreateCampaign(Ada, "Tried", Bot, Reward, Tested: true))).Require();
        Assert.That((await Market.Send(new GetOffer(tested)))!.Tested, Is.True);
    }

    private async Task<ReportId> ReportAsync(AccountId person, string words) => (await Market.Send(new ReportCampaign(person, campaign, ReportReason.Scam, words))).Require();

    private Task<long> EventsAsync(string name) => Market.Database.CountAsync($"SELECT COUNT(*) FROM outbox_messages WHERE type = 'campaigns.{name}'");
}

internal sealed class ReportsOnSqlite : ReportSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class ReportsOnPostgreSql : ReportSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
