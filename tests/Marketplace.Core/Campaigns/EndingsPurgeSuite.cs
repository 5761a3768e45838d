using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns.Tests;

/// <summary>What is forgotten, and what never is.</summary>
internal abstract class EndingsPurgeSuite : CampaignWorld
{
    private const string Purge = "persistence.purge";

    [Test]
    public async Task What_ended_unpaid_is_forgotten_in_time_and_nobody_is_paid_twice_for_it()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await EarnAsync(Bob, campaign, "hello");
        var carl = await RegisterAsync("300");
        (await Market.Send(new StartParticipation(carl, campaign))).Require();
        var shown = Forward("hello Carl");
        (await Market.Send(new SubmitProof(carl, shown))).Require();
        Market.Clock.Advance(TimeSpan.FromHours(2));
        await Market.RunWorkUntilIdleAsync("campaigns.expire_participations");

        Market.Clock.Advance(TimeSpan.FromDays(29));
        await Market.RunWorkUntilIdleAsync(Purge);
        Assert.That(await CountsAsync(), Is.EqualTo((2L, 2L, 0L)), "Within its time everything is remembered but the links.");
        Market.Clock.Advance(TimeSpan.FromDays(2));
        await Market.RunWorkUntilIdleAsync(Purge);

        Assert.That(await CountsAsync(), Is.EqualTo((1L, 0L, 0L)), "Of it all the paid one stays.");
        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error?.Code, Is.EqualTo("campaigns.already_done"));
        (await Market.Send(new StartParticipation(carl, campaign))).Require();
        Assert.That((await Market.Send(new SubmitProof(carl, shown with { ReceivedAt = Market.Clock.GetUtcNow() }))).Error?.Code, Is.EqualTo("proof.too_old"));
    }

    [Test]
    public async Task What_waits_is_never_forgotten()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await ConfirmAsync(Bob, campaign, "hello");
        Market.Clock.Advance(TimeSpan.FromDays(400));

        await Market.RunWorkUntilIdleAsync(Purge);
        await PayAsync();

        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.PaidCount, Is.EqualTo(1));
    }

    [Test]
    public void A_time_in_which_a_message_could_be_shown_again_is_refused()
    {
        var services = new ServiceCollection();
        services.AddMarketplaceCampaigns(options => options.Retention = TimeSpan.FromHours(1));
        using var provider = services.BuildServiceProvider();

        Assert.That(() => provider.GetRequiredService<IOptions<CampaignsOptions>>().Value, Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Retention"));
    }

    private async Task<(long Participations, long Proofs, long Links)> CountsAsync() => (
        await Market.Database.CountAsync("SELECT count(*) FROM campaigns_participations"),
        await Market.Database.CountAsync("SELECT count(*) FROM campaigns_proofs"),
        await Market.Database.CountAsync("SELECT count(*) FROM campaigns_validation_links"));
}

internal sealed class EndingsPurgeOnSqlite : EndingsPurgeSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class EndingsPurgeOnPostgreSql : EndingsPurgeSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
