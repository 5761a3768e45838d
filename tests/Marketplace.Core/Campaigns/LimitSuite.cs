using Marketplace.Testing;

namespace Marketplace.Campaigns.Tests;

/// <summary>A reservation is free, so it has limits: nobody keeps a budget from others, nor its owner from his sleep.</summary>
internal abstract class LimitSuite : CampaignWorld
{
    private const string ExhaustedEvents = "SELECT COUNT(*) FROM outbox_messages WHERE type = 'campaigns.CampaignExhausted'";

    [Test]
    public async Task A_person_has_at_most_five_tasks_open()
    {
        var campaigns = await CampaignsAsync(7);
        foreach (var campaign in campaigns[..5])
        {
            Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error, Is.Null);
        }

        Assert.That((await Market.Send(new StartParticipation(Bob, campaigns[5]))).Error, Is.EqualTo(CampaignErrors.TooManyOpen.With("most", 5)));
        Assert.That((await Market.Send(new StartParticipation(Bob, campaigns[0]))).Error, Is.Null, "one that is open already");
        Assert.That((await Market.Send(new StartParticipation(await RegisterAsync("300"), campaigns[5]))).Error, Is.Null, "another person");

        Market.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.That((await Market.Send(new StartParticipation(Bob, campaigns[5]))).Error, Is.Null, "their time is over, though nobody has swept them yet");
    }

    [Test]
    public async Task What_was_finished_counts_for_no_limit()
    {
        var campaigns = await CampaignsAsync(7);
        foreach (var campaign in campaigns)
        {
            await EarnAsync(Bob, campaign, $"hello {campaign}");
        }

        Assert.That((await Market.Send(new GetReportable(Bob))).Count, Is.EqualTo(7));
    }

    [Test]
    public async Task Giving_up_again_and_again_costs_a_pause()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        for (var turn = 0; turn < 5; turn++)
        {
            var task = (await Market.Send(new StartParticipation(Bob, campaign))).Require();
            await Market.Send(new CancelParticipation(Bob, task.Id));
            Market.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error, Is.EqualTo(CampaignErrors.TooManyUnfinished.With("minutes", 55)));
        Assert.That((await Market.Send(new StartParticipation(await RegisterAsync("300"), campaign))).Error, Is.Null, "another person");

        Market.Clock.Advance(TimeSpan.FromMinutes(55));
        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error, Is.Null);
    }

    [Test]
    public async Task Letting_tasks_run_out_costs_a_pause_too()
    {
        var campaigns = await CampaignsAsync(5);
        foreach (var campaign in campaigns)
        {
            await Market.Send(new StartParticipation(Bob, campaign));
        }

        Market.Clock.Advance(TimeSpan.FromMinutes(30));
        await Market.RunWorkUntilIdleAsync("campaigns.expire_participations");

        Assert.That((await Market.Send(new StartParticipation(Bob, campaigns[0]))).Error, Is.EqualTo(CampaignErrors.TooManyUnfinished.With("minutes", 30)));
    }

    [Test]
    public async Task The_owner_hears_at_most_once_an_hour_that_a_campaign_pays_for_nobody_more()
    {
        var campaign = await RunningCampaignAsync(budget: 1);
        for (var turn = 0; turn < 4; turn++)
        {
            var task = (await Market.Send(new StartParticipation(Bob, campaign))).Require();
            await Market.Send(new CancelParticipation(Bob, task.Id));
        }

        Assert.That(await Market.Database.CountAsync(ExhaustedEvents), Is.EqualTo(1));
        Assert.That((await Market.Send(new BrowseCampaigns(Bob))).Offers.Single().Id, Is.EqualTo(campaign), "given up, it is offered again");

        Market.Clock.Advance(TimeSpan.FromHours(1));
        await Market.Send(new StartParticipation(Bob, campaign));
        Assert.That(await Market.Database.CountAsync(ExhaustedEvents), Is.EqualTo(2), "an hour later");

        await Market.Send(new FundCampaign(Ada, campaign, Reward));
        await Market.Send(new StartParticipation(await RegisterAsync("300"), campaign));
        Assert.That(await Market.Database.CountAsync(ExhaustedEvents), Is.EqualTo(3), "money was added, and is gone");
    }

    private async Task<CampaignId[]> CampaignsAsync(int count)
    {
        var campaigns = new CampaignId[count];
        for (var number = 0; number < count; number++)
        {
            campaigns[number] = await RunningCampaignAsync(budget: 3);
        }

        return campaigns;
    }
}

internal sealed class LimitsOnSqlite : LimitSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class LimitsOnPostgreSql : LimitSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
