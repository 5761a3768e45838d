using Marketplace.Campaigns;
using Marketplace.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Tests;

/// <summary>What an advertiser, a participant and an operator meet around a campaign.</summary>
internal sealed class CampaignScreensTests
{
    [Test]
    public async Task A_budget_above_the_balance_is_offered_with_both_ways_out_and_remembered()
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(10));
        await DescribeAsync(ada, budget: "15");

        Assert.That(ada.Sees.Text, Does.Contain("5 TRX is missing"));
        await ada.Presses("Use 10 TRX as the budget");
        Assert.That(ada.Sees.Text, Does.Contain("Budget: 10 TRX").And.Not.Contain("missing"));

        await ada.Types("/cancel");
        await DescribeAsync(ada, budget: "15");

        await ada.Presses("fund it later");
        Assert.That(ada.Sees.Text, Does.Contain("saved as a draft").And.Contain("5 TRX short"));
        Assert.That(Labels(ada), Has.Some.Contains("Deposit").And.None.Contains("Move to advertising"), "there are no earnings to move");

        await ada.Types("/my_campaigns");
        await ada.Presses("Try my bot");
        await world.DepositAsync("ada", Sun.FromTrx(20));
        await ada.Types("/my_campaigns");
        await ada.Presses("Try my bot");
        var again = ada.Pressing("Fund it with 15 TRX");
        await world.StoreAndSettleAsync(again);
        Assert.That(ada.Sees.Text, Does.Contain("is running with a budget of 15 TRX"));
        await ada.Presses("View campaign");
        Assert.That(Labels(ada), Has.None.Contains("Fund it with"));
        await ada.Types("/balance");
        Assert.That(ada.Sees.Text, Does.Contain("Advertising: 15 TRX"));
    }

    [Test]
    public async Task An_answer_shown_before_the_money_is_taken_marks_the_offer_as_tested()
    {
        await using var world = await World.StartAsync();
        var (ada, bob) = (world.Person("ada"), world.Person("bob"));
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(10));
        await DescribeAsync(ada, budget: "10");

        Assert.That(ada.Sees.Text, Does.Contain("I haven’t seen"));
        await ada.Forwards(botId: "1");
        Assert.That(ada.Sees.Text, Does.Contain("another bot’s message").And.Contain("I haven’t seen"));
        await ada.Forwards();
        Assert.That(ada.Sees.Text, Does.Contain("✓ tested").And.Not.Contain("I haven’t seen"));
        await ada.Presses("Create and fund");
        await bob.Types("/browse_bots");
        await bob.Presses("Try my bot");
        Assert.That(bob.Sees.Text, Does.Contain("shown that this bot answers"));
    }

    [Test]
    public async Task A_link_to_a_campaign_that_is_over_says_so_and_offers_others()
    {
        await using var world = await World.StartAsync();
        var (ada, bob) = (world.Person("ada"), world.Person("bob"));
        await ada.Types("/start");
        var campaign = await world.CampaignAsync("ada");
        var owner = (await world.AccountAsync("ada")).Id;
        var link = "/start c_" + ActionArguments.EncodeId(campaign.Value);

        await world.Marketplace.Send(new PauseCampaign(owner, campaign));
        await bob.Types(link);
        Assert.That(bob.Sees.Text, Does.Contain("is paused"));
        Assert.That(Labels(bob), Has.None.Contains("Start and earn").And.Some.Contains("More offers"));

        await world.Marketplace.Send(new CloseCampaign(owner, campaign));
        await bob.Types(link);
        Assert.That(bob.Sees.Text, Does.Contain("is over"));
    }

    [Test]
    public async Task What_is_begun_is_listed_once_and_nothing_else_is_promised()
    {
        await using var world = await World.StartAsync();
        var bob = await BegunAsync(world);
        await bob.Types("/browse_bots");

        Assert.That(bob.Sees.Text, Does.Contain("No other offers right now"));
        Assert.That(Labels(bob).Count(label => label.Contains("Try my bot", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task A_validation_link_opened_again_does_not_congratulate_again()
    {
        await using var world = await World.StartAsync();
        var bob = await EarnedAsync(world);

        Assert.That(bob.Sees.Text, Does.Contain("You’ve already collected this").And.Not.Contain("🎉"));
    }

    [Test]
    public async Task Day_by_day_is_a_picture_where_somebody_draws_and_its_numbers_are_said_in_any_case([Values(null, false, true)] bool? draws)
    {
        await using var world = await World.StartAsync(also: services => _ = draws switch
        {
            null => services,
            false => services.AddSingleton<IChartPainter>(new Painter(null)),
            true => services.AddSingleton<IChartPainter>(new Painter(new byte[] { 1, 2, 3 })),
        });
        await EarnedAsync(world);
        var ada = world.Person("ada");
        await ada.Types("/my_campaigns");
        await ada.Presses("Try my bot");
        await ada.Presses("Day by day");

        Assert.That(ada.Sees.Screen.Picture is not null, Is.EqualTo(draws is true));
        Assert.That(ada.Sees.Text, Does.Contain("1 person started your bot on 1 Jun.").And.Contain("midnight UTC").And.Contain("1 Jun: 1"));
        await ada.Presses("Back");
        Assert.That(ada.Sees.Text, Does.Contain("Running"));
    }

    [Test]
    public async Task Thirty_busy_days_fit_beside_their_picture_and_another_s_campaign_is_nobody_s()
    {
        DayChart? drawn = null;
        await using var world = await World.StartAsync(also: services => services.AddSingleton<IChartPainter>(new Painter(new byte[] { 1 }, chart => drawn = chart)));
        await EarnedAsync(world);
        await world.Marketplace.Database.ExecuteAsync("UPDATE campaigns_campaigns SET title = '" + new string('W', 80) + "', created_at = '2026-04-01 00:00:00'");
        for (var day = new DateOnly(2026, 4, 20); day < new DateOnly(2026, 6, 1); day = day.AddDays(1))
        {
            await world.Marketplace.Database.ExecuteAsync($"INSERT INTO campaigns_days (campaign_id, day, paid) SELECT id, '{day:yyyy-MM-dd}', 123456789 FROM campaigns_campaigns");
        }

        var ada = world.Person("ada");
        await ada.Types("/my_campaigns");
        await ada.Presses("WWW");
        var press = ada.Pressing("Day by day");
        await world.StoreAndSettleAsync(press);
        Assert.That(ada.Sees.Text, Has.Length.LessThan(1024).And.Contain("from 3 May to 1 Jun"));
        Assert.That(drawn!.Days, Has.Count.EqualTo(30));
        Assert.That((drawn.Title, drawn.DayLabel, drawn.CountLabel, drawn.Culture.Name), Is.EqualTo(("New people per day", "Day (UTC)", "People", "en-GB")));
        Assert.That(drawn.Days[^1], Is.EqualTo(new DayCount(new DateOnly(2026, 6, 1), 1)));
        await world.Marketplace.Database.ExecuteAsync("DELETE FROM campaigns_days WHERE paid > 1");

        await world.Marketplace.Database.ExecuteAsync($"UPDATE campaigns_campaigns SET owner_id = '{(await world.AccountAsync("bob")).Id.Value.ToString().ToUpperInvariant()}'");
        await ada.Presses("Back");
        Assert.That(ada.Sees.Text, Does.Contain("can’t find this campaign"));
        await world.StoreAndSettleAsync(ada.PressingData(((ButtonPressed)world.Platform.Read(press.Payload)!.Content).Data, ada.Sees.Id));
        Assert.That(ada.Sees.Text, Does.Contain("can’t find this campaign"));
    }

    [Test]
    public async Task A_task_that_was_done_can_be_reported_and_something_else_needs_words()
    {
        await using var world = await World.StartAsync();
        var bob = await EarnedAsync(world);
        await bob.Types("/report");
        await bob.Presses("Try my bot");
        await bob.Presses("Something else");
        Assert.That(Labels(bob), Has.None.Contains("without a comment"));

        await bob.Types(new string('x', 1001));
        Assert.That(bob.Sees.Text, Does.Contain("too long"));
        await bob.Types("It asks for my keys");
        Assert.That(bob.Sees.Text, Does.Contain("I’ll tell you what they decide"));
    }

    [Test]
    public async Task A_task_that_runs_out_is_told_with_the_way_back()
    {
        await using var world = await World.StartAsync();
        var bob = await BegunAsync(world);
        world.Marketplace.Clock.Advance(TimeSpan.FromMinutes(31));
        await world.Marketplace.RunWorkUntilIdleAsync("campaigns.expire_participations");
        await world.WorkAsync();

        Assert.That(bob.Sees.Text, Does.Contain("Your time for").And.Contain("is up"));
        await bob.Presses("See the offer");
        Assert.That(Labels(bob), Has.Some.Contains("Start and earn"));
    }

    [Test]
    public async Task A_reward_that_the_books_refuse_is_told_and_an_operator_tries_it_again()
    {
        await using var world = await World.StartAsync();
        var olga = world.Olga();
        await olga.Types("/start");
        var bob = await BegunAsync(world);
        await bob.Forwards();
        await world.Marketplace.Database.ExecuteAsync("UPDATE ledger_holds SET state = 2");
        await bob.Opens("Collect");
        await world.WorkAsync();

        Assert.That(bob.Sees.Text, Does.Contain("couldn’t be booked yet"));
        Assert.That(olga.Sees.Text, Does.Contain("The books refuse to pay"));
        await olga.Presses("Rewards to look at");
        Assert.That(olga.Sees.Text, Does.Contain("telegram:bob").And.Contain("ledger.hold_not_open"));

        await world.Marketplace.Database.ExecuteAsync("UPDATE ledger_holds SET state = 0");
        await olga.Presses("Try the payment again");
        await world.WorkAsync();
        Assert.That(bob.Sees.Text, Does.Contain("is on your balance now"));
        Assert.That(await world.EarnedAsync("bob"), Is.EqualTo(new Sun(850_000)));
        await olga.Types("/admin");
        Assert.That(olga.Sees.Text, Does.Not.Contain("refuse"));
    }

    [Test]
    public async Task The_list_of_ones_own_campaigns_has_pages()
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/start");
        var owner = (await world.AccountAsync("ada")).Id;
        for (var number = 1; number <= 20; number++)
        {
            await world.Marketplace.Send(new CreateCampaign(owner, $"Number {number}", ScriptedPlatform.LuckyBot, Sun.FromTrx(1)));
        }

        await ada.Types("/my_campaigns");
        Assert.That(ada.Sees.Text, Does.Contain("Page 1 of 3"));
        await ada.Presses("Next");
        await ada.Presses("Next");
        Assert.That(Labels(ada), Has.Some.Contains("Number 1").And.None.Contains("Number 20"));
    }

    [TestCase("en", "Tell me", "There’s something to earn again: 0.85 TRX")]
    [TestCase("fr", "Me prévenir", "Il y a de nouveau quelque chose à gagner : 0,85 TRX")]
    public async Task Who_finds_nothing_to_earn_may_ask_to_be_told_and_is_told_once(string language, string tellMe, string told)
    {
        await using var world = await World.StartAsync();
        var (ada, bob) = (world.Person("ada"), world.Person("bob", language));
        await ada.Types("/start");
        await bob.Types("/browse_bots");
        await bob.Presses(tellMe);
        await world.CampaignAsync("ada", reward: 1_000_000);
        await world.WorkAsync();
        await world.CampaignAsync("ada", "Another", reward: 1_000_000);
        await world.WorkAsync();

        Assert.That(world.Platform.In("bob").Where(message => message.Text.Contains(told, StringComparison.Ordinal)), Has.Exactly(1).Items);
        await bob.Presses("▶");
        Assert.That(bob.Sees.Text, Does.StartWith("\u2068Try my bot\u2069"));
    }

    /// <summary>Everything a campaign is asked for, up to the question whether it is right.</summary>
    private static async Task DescribeAsync(Person ada, string budget)
    {
        foreach (var words in new[] { "/create_campaign", "Try my bot", "@lucky_bot", "1", budget })
        {
            await ada.Types(words);
        }
    }

    /// <summary>Bob has a task of Ada's campaign open.</summary>
    private static async Task<Person> BegunAsync(World world)
    {
        var bob = world.Person("bob");
        await world.Person("ada").Types("/start");
        await world.CampaignAsync("ada");
        await bob.Types("/browse_bots");
        await bob.Presses("Try my bot");
        await bob.Presses("Start and earn");
        return bob;
    }

    /// <summary>Bob has earned once and opens his link again.</summary>
    private static async Task<Person> EarnedAsync(World world)
    {
        var bob = await BegunAsync(world);
        await bob.Forwards();
        var link = "/start " + bob.Sees.Button("Collect").Url!.Split("start=")[1];
        await bob.Types(link);
        await bob.Types(link);
        return bob;
    }

    private sealed class Painter(ReadOnlyMemory<byte>? png, Action<DayChart>? onPaint = null) : IChartPainter
    {
        public Task<ReadOnlyMemory<byte>?> PaintAsync(DayChart chart, CancellationToken cancellationToken)
        {
            onPaint?.Invoke(chart);
            return Task.FromResult(png);
        }
    }

    private static IEnumerable<string> Labels(Person person) => person.Sees.Screen.Buttons.SelectMany(row => row).Select(button => button.Label);
}
