using System.Text.Json;
using Marketplace.Testing;

namespace Marketplace.Campaigns.Tests;

/// <summary>What an advertiser hears while people come.</summary>
internal abstract class ProgressSuite : CampaignWorld
{
    [Test]
    public async Task An_owner_hears_of_the_first_the_tenth_the_half_and_the_end_once_each()
    {
        var campaign = await RunningCampaignAsync(budget: 24);
        var told = new List<string>();
        for (var number = 0; number < 24; number++)
        {
            await EarnAsync(await RegisterAsync($"9{number}"), campaign, $"hello {number}");
            await Market.RunWorkUntilIdleAsync("outbox");
            told.AddRange((await ToldAsync()).Skip(told.Count));
        }

        Assert.That(told, Is.EqualTo(new[] { "First 1 1000000 23000000", "Ten 10 10000000 14000000", "Half 12 12000000 12000000", "End 24 24000000 0" }));
    }

    [Test]
    public async Task A_budget_for_one_is_told_as_its_end_and_a_larger_one_has_an_end_of_its_own()
    {
        var campaign = await RunningCampaignAsync(budget: 1);
        await EarnAsync(Bob, campaign, "hello");
        await Market.RunWorkUntilIdleAsync("outbox");
        await Market.Send(new FundCampaign(Ada, campaign, Reward));
        await EarnAsync(await RegisterAsync("300"), campaign, "salut");
        await Market.RunWorkUntilIdleAsync("outbox");

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "End 1 1000000 0", "End 2 2000000 0" }));
    }

    [Test]
    public async Task A_closed_campaign_tells_nothing_of_what_went_back()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await ConfirmAsync(Bob, campaign, "hello");
        await Market.Send(new CloseCampaign(Ada, campaign));
        await PayAsync();
        await Market.RunWorkUntilIdleAsync("outbox");

        Assert.That(await ToldAsync(), Is.Empty);
    }

    private async Task<IReadOnlyList<string>> ToldAsync()
    {
        var bodies = await ReadAsync("SELECT payload AS \"Value\" FROM outbox_messages WHERE type = 'campaigns.CampaignProgressed' ORDER BY id");
        return
        [
            .. bodies.Select(body => JsonDocument.Parse(body).RootElement).Select(news =>
                $"{Enum.Parse<CampaignMilestones>(news.GetProperty("milestone").ToString())} {news.GetProperty("paid")} {news.GetProperty("spent")} {news.GetProperty("left")}"),
        ];
    }
}

internal sealed class ProgressOnSqlite : ProgressSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class ProgressOnPostgreSql : ProgressSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
