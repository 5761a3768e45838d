using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Campaigns.Tests;

/// <summary>A campaign, day by day.</summary>
internal abstract class DaysSuite : CampaignWorld
{
    private DateOnly Today => DateOnly.FromDateTime(Market.Clock.GetUtcNow().UtcDateTime);

    [Test]
    public async Task Each_day_of_a_campaign_counts_who_was_paid_on_it_and_the_days_between_count_nobody()
    {
        var campaign = await RunningCampaignAsync(budget: 5);
        var born = Today;
        await EarnAsync(Bob, campaign, "hello");
        await EarnAsync(await RegisterAsync("300"), campaign, "salut");
        Market.Clock.Advance(TimeSpan.FromDays(2));
        await EarnAsync(await RegisterAsync("400"), campaign, "hallo");

        var days = (await Market.Send(new GetCampaignDays(Ada, campaign)))!;
        Assert.That(days.Title, Is.EqualTo("Try my bot"));
        Assert.That(days.Days, Is.EqualTo(new[] { new CampaignDay(born, 2), new CampaignDay(born.AddDays(1), 0), new CampaignDay(born.AddDays(2), 1) }));
    }

    [Test]
    public async Task A_day_ends_at_midnight_of_UTC()
    {
        var campaign = await RunningCampaignAsync(budget: 2);
        var midnight = new DateTimeOffset(Today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        Market.Clock.Advance(midnight - Market.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        await EarnAsync(Bob, campaign, "hello");
        Market.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await EarnAsync(await RegisterAsync("300"), campaign, "salut");

        Assert.That(await PaidAsync(campaign), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public async Task Of_a_long_life_the_last_thirty_days_are_told_and_of_a_closed_one_the_last_that_paid()
    {
        var campaign = await RunningCampaignAsync(budget: 4);
        await EarnAsync(Bob, campaign, "hello");
        Market.Clock.Advance(TimeSpan.FromDays(10));
        await EarnAsync(await RegisterAsync("300"), campaign, "salut");
        Market.Clock.Advance(TimeSpan.FromDays(28));

        Assert.That(await PaidAsync(campaign), Has.Count.EqualTo(GetCampaignDays.Most).And.Exactly(1).EqualTo(1));
        await Market.Send(new CloseCampaign(Ada, campaign));
        Market.Clock.Advance(TimeSpan.FromDays(40));
        Assert.That(await PaidAsync(campaign), Is.EqualTo(new[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }));
    }

    [Test]
    public async Task Whom_nobody_came_to_has_days_and_whose_campaign_it_is_not_has_none()
    {
        var campaign = await RunningCampaignAsync(budget: 1);

        Assert.That(await PaidAsync(campaign), Is.EqualTo(new[] { 0 }));
        Assert.That(await Market.Send(new GetCampaignDays(Bob, campaign)), Is.Null);
        Assert.That(await Market.Send(new GetCampaignDays(Ada, new CampaignId(Guid.NewGuid()))), Is.Null);
    }

    [Test]
    public async Task Payments_that_were_made_before_days_were_counted_are_counted_by_the_migration()
    {
        var campaign = await RunningCampaignAsync(budget: 2);
        await EarnAsync(Bob, campaign, "hello");
        Market.Clock.Advance(TimeSpan.FromDays(1));
        await EarnAsync(await RegisterAsync("300"), campaign, "salut");
        var before = await PaidAsync(campaign);

        await Market.Database.ExecuteAsync("DROP TABLE campaigns_days");
        await Market.Database.ExecuteAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%CountDays'");
        await Market.Services.MigrateMarketplaceAsync();
        Assert.That(await PaidAsync(campaign), Is.EqualTo(before));
    }

    private async Task<IReadOnlyList<int>> PaidAsync(CampaignId campaign) => [.. (await Market.Send(new GetCampaignDays(Ada, campaign)))!.Days.Select(day => day.Paid)];
}

internal sealed class DaysOnSqlite : DaysSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class DaysOnPostgreSql : DaysSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
