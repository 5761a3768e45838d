using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Testing;

namespace Marketplace.Campaigns.Tests;

/// <summary>Who wants to be told of the next offer is told once, as long as there is room for them.</summary>
internal abstract class WishSuite : CampaignWorld
{
    [Test]
    public async Task A_wish_is_fulfilled_once_when_a_campaign_opens()
    {
        await Market.Send(new WishForOffers(Bob, "telegram"));
        await Market.Send(new WishForOffers(Bob, "telegram"));
        await RunningCampaignAsync(budget: 2);
        await Market.RunWorkUntilIdleAsync("outbox");
        Assert.That(await ToldAsync(), Is.EqualTo(new[] { Bob }));

        await RunningCampaignAsync(budget: 2);
        await Market.RunWorkUntilIdleAsync("outbox");
        Assert.That(await ToldAsync(), Is.EqualTo(new[] { Bob }), "The wish is gone with the message.");
    }

    [Test]
    public async Task Nobody_is_told_of_what_they_can_not_take()
    {
        var cleo = await RegisterAsync("300");
        await Market.Send(new WishForOffers(Ada, "telegram"));
        await Market.Send(new WishForOffers(cleo, "discord"));
        var done = await RunningCampaignAsync(budget: 1);
        await EarnAsync(Bob, done, "hello");
        await Market.Send(new WishForOffers(Bob, "telegram"));
        await Market.Send(new FundCampaign(Ada, done, Reward));
        await Market.RunWorkUntilIdleAsync("outbox");

        Assert.That(await ToldAsync(), Is.Empty, "Her own, another platform's, and one that was done.");
    }

    [Test]
    public async Task Room_that_somebody_leaves_a_pause_that_ends_and_a_smaller_reward_are_told_as_well()
    {
        var campaign = await RunningCampaignAsync(budget: 1);
        var begun = (await Market.Send(new StartParticipation(Bob, campaign))).Require();
        await Market.RunWorkUntilIdleAsync("outbox");
        var (cleo, dan) = (await RegisterAsync("300"), await RegisterAsync("400"));
        await Market.Send(new WishForOffers(cleo, "telegram"));
        await Market.Send(new CancelParticipation(Bob, begun.Id));
        await Market.RunWorkUntilIdleAsync("outbox");
        Assert.That(await ToldAsync(), Is.EqualTo(new[] { cleo }));

        await Market.Send(new PauseCampaign(Ada, campaign));
        await Market.Send(new WishForOffers(dan, "telegram"));
        await Market.RunWorkUntilIdleAsync("outbox");
        Assert.That(await ToldAsync(), Has.Count.EqualTo(1));
        await Market.Send(new ResumeCampaign(Ada, campaign));
        await Market.RunWorkUntilIdleAsync("outbox");
        Assert.That(await ToldAsync(), Is.EqualTo(new[] { cleo, dan }));
    }

    [Test]
    public async Task No_more_are_told_than_there_is_room_for_and_who_waited_longest_comes_first()
    {
        var waiting = new List<AccountId>();
        for (var number = 0; number < FulfilWishesHandler.Batch + 5; number++)
        {
            waiting.Add(await RegisterAsync($"9{number}"));
            await Market.Send(new WishForOffers(waiting[^1], "telegram"));
            Market.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await RunningCampaignAsync(budget: FulfilWishesHandler.Batch + 2);
        await Market.RunWorkUntilIdleAsync("outbox");
        Assert.That(await ToldAsync(), Has.Count.EqualTo(FulfilWishesHandler.Batch));
        await Market.RunWorkUntilIdleAsync("outbox");
        Assert.That(await ToldAsync(), Is.EquivalentTo(waiting.Take(FulfilWishesHandler.Batch + 2)), "two batches");
        Assert.That(await ReadAsync("SELECT platform AS \"Value\" FROM campaigns_wishes"), Has.Count.EqualTo(3), "The others keep their wish.");
    }

    [Test]
    public async Task Two_campaigns_that_open_at_once_tell_each_person_once()
    {
        var waiting = new List<AccountId>();
        for (var number = 0; number < 10; number++)
        {
            waiting.Add(await RegisterAsync($"9{number}"));
            await Market.Send(new WishForOffers(waiting[^1], "telegram"));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunningCampaignAsync(budget: 10)));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Market.RunWorkUntilIdleAsync("outbox")));
        Assert.That(await ToldAsync(), Is.EquivalentTo(waiting));
    }

    private async Task<IReadOnlyList<AccountId>> ToldAsync()
    {
        var bodies = await ReadAsync("SELECT payload AS \"Value\" FROM outbox_messages WHERE type = 'campaigns.OfferFound' ORDER BY id");
        return [.. bodies.Select(body => JsonDocument.Parse(body).RootElement.GetProperty("accountId")).Select(id => AccountId.From(Guid.Parse(id.ToString())))];
    }
}

internal sealed class WishesOnSqlite : WishSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class WishesOnPostgreSql : WishSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
