using System.Text.RegularExpressions;
using Marketplace.Samples.Sandbox;
using Marketplace.Samples.Sandbox.Tour;
using Marketplace.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.EndToEnd.Tests.Browser;

/// <summary>What a newcomer finds in the page: three people to be, a wallet of their own, an operator, and where everything else is.</summary>
internal sealed class FirstMinuteTests
{
    private const long Ada = 5_000_000_101;
    private const long Bob = 5_000_000_102;
    private const long Cleo = 5_000_000_103;
    private const long Olga = 5_000_000_104;
    private const string Market = "marketplace_sandbox_bot";

    private World world = null!;
    private Chromium chromium = null!;
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => chromium = await Chromium.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }
    }

    /// <summary>A sandbox of its own for each: the first steps are taken once.</summary>
    [SetUp]
    public async Task BeginAsync() => world = await World.StartAsync(TestEngine.Sqlite, "--Wallets:SolvencyInterval=00:00:01");

    [TearDown]
    public async Task EndAsync()
    {
        if (screen is not null)
        {
            await screen.DisposeAsync();
        }

        await world.DisposeAsync();
    }

    [TestCase(1280, 860)]
    [TestCase(390, 844)]
    public async Task Every_step_is_ticked_when_it_has_happened_and_is_remembered(int width, int height)
    {
        screen = await chromium.OpenAsync(world.Outside.Url, width, height);
        await ExpectAsync("Ada", "0 of 5");
        await ExpectAsync("Bob", "0 of 6");
        await ExpectAsync("Cleo", "0 of 4");

        var cleo = Guest("Cleo", Cleo);
        await cleo.AskAsync("/start", "TRX");
        await ExpectAsync("Cleo", "✓ 1 of 4");
        await cleo.AskAsync("/referral", "start=r_");
        await ExpectAsync("Cleo", "✓ 2 of 4");

        var ada = Guest("Ada", Ada);
        await ada.AskAsync("/start", "Marketplace");
        await ExpectAsync("Ada", "✓ 1 of 5");
        await ada.DepositAsync(100);
        await ExpectAsync("Ada", "✓ 3 of 5");
        var campaign = await ada.CampaignAsync("Whales", "weather_whale_bot", reward: 10, budget: 50);
        await ExpectAsync("Ada", "✓ 4 of 5");

        var bob = Guest("Bob", Bob);
        await bob.ClaimAsync(campaign);
        await ExpectAsync("Bob", "✓ 2 of 6");
        await bob.ProveAsync();
        await ExpectAsync("Bob", "✓ 4 of 6");
        await bob.Phone.ReadAsync("Proof accepted");
        await bob.Phone.PressAsync("Collect my money");
        await ExpectAsync("Bob", "✓ 5 of 6");
        await ExpectAsync("Ada", "✓ All done");
        await world.ChainAsync("faucet", new { address = StandIns.WalletOf(Bob), amount_sun = 5_400_000 });
        await ExpectAsync("Bob", "✓ All done");

        await screen.Page.ReloadAsync();
        await ExpectAsync("Ada", "✓ All done");
        await ExpectAsync("Bob", "✓ All done");
        await ExpectAsync("Cleo", "✓ 2 of 4");
        Assert.That(await screen.ScrollsSidewaysAsync(), Is.False);
        Assert.That(screen.Errors, Is.Empty);
    }

    [TestCase(1280, 860)]
    [TestCase(390, 844)]
    public async Task The_first_steps_are_taken_and_closed_by_keyboard_and_stay_closed(int width, int height)
    {
        screen = await chromium.OpenAsync(world.Outside.Url, width, height);
        await Expect(screen.Page.GetByRole(AriaRole.Region, new() { Name = "First steps" })).ToBeVisibleAsync();

        await screen.TabToAsync(".role button", "Be Bob");
        await screen.Page.Keyboard.PressAsync("Enter");
        var next = screen.Page.GetByRole(AriaRole.Region, new() { Name = "Next step" });
        await Expect(next).ToContainTextAsync("press START");
        await screen.TabToAsync("button.wide", "START");
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(next).ToContainTextAsync("✓ 1 of 6");
        Assert.That(await screen.SticksOutAsync(), Is.Empty);

        await next.GetByRole(AriaRole.Button, new() { Name = "Close the first steps" }).FocusAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(next).ToBeHiddenAsync();
        await screen.Page.ReloadAsync();
        await screen.ReadAsync("Marketplace");
        await Expect(next).ToBeHiddenAsync();

        if (width < 900)
        {
            await screen.Page.GetByRole(AriaRole.Button, new() { Name = "People", Exact = true }).ClickAsync();
        }

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Show the first steps" }).PressAsync("Enter");
        if (width < 900)
        {
            await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Chats" }).First.ClickAsync();
        }

        await Expect(next).ToContainTextAsync("✓ 1 of 6");
    }

    [TestCase(1280, 860)]
    [TestCase(390, 844)]
    public async Task Everybody_has_a_wallet_and_withdraws_to_it(int width, int height)
    {
        var tim = await world.PersonAsync("Tim");
        await tim.AskAsync("/start", "Marketplace");
        var address = StandIns.WalletOf(tim.Id);
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{tim.Id}/{Market}"), width, height);
        await screen.ReadAsync("Marketplace");
        if (width < 900)
        {
            await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Chain & ledger" }).ClickAsync();
        }

        await Expect(screen.Page.Locator(".wallet")).ToContainTextAsync("Tim’s own wallet");
        await Expect(screen.Page.Locator(".wallet")).ToContainTextAsync(address);
        await Expect(screen.Page.Locator(".wallet .coins")).ToHaveTextAsync("0 TRX");
        await world.ChainAsync("faucet", new { address, amount_sun = 7_500_000 });
        await Expect(screen.Page.Locator(".wallet .coins")).ToHaveTextAsync("7.5 TRX");

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Paste into chat" }).ClickAsync();
        await Expect(screen.Composer).ToHaveValueAsync(address);
        await Expect(screen.Composer).ToBeFocusedAsync();
        Assert.That(await screen.SticksOutAsync(), Is.Empty);
        Assert.That(screen.Errors, Is.Empty);
    }

    [Test]
    public async Task Olga_is_the_operator_and_the_marketplaces_own_pages_are_one_click_away()
    {
        var olga = Guest("Olga", Olga);
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{Olga}/{Market}"), 1280, 860);
        await Expect(screen.Page.Locator("#people")).ToContainTextAsync("Olga");
        await screen.PressStartAsync();
        await screen.ReadAsync("Marketplace");
        // Her chat did not exist when the marketplace started: its commands come with her first message.
        await screen.Composer.FillAsync("/adm");
        await Expect(screen.Page.Locator(".commands")).ToContainTextAsync("/admin");
        await screen.Composer.FillAsync("");
        await olga.AskAsync("/admin", "Operator");

        using var http = new HttpClient();
        foreach (var page in new[] { "Health", "Metrics", "Proof of funds", "Ledger as JSON" })
        {
            var url = await screen.Page.Locator("#host").GetByRole(AriaRole.Link, new() { Name = page }).GetAttributeAsync("href");
            await World.UntilAsync(async () => (await http.GetAsync(new Uri(url!))).IsSuccessStatusCode, url!);
        }

        // So is what the bot itself links to.
        await World.UntilAsync(async () => (await http.GetStringAsync(new Uri(world.Outside.Market, "solvency"))).Contains("Covered", StringComparison.Ordinal), "the first proof");
        await olga.AskAsync("/solvency", "Owed");
        // She has no balance, so there is no part of hers in it.
        var history = await world.Worlds.MessagesAsync(Olga, Market, 0, 0, CancellationToken.None);
        Assert.That(history.Messages.SelectMany(message => message.AllButtons).Select(button => button.Url), Has.Some.StartWith($"{world.Outside.Market}solvency"));
    }

    [Test]
    public async Task A_link_is_opened_as_whoever_is_chosen()
    {
        var sponsor = await world.PersonAsync("Sue");
        var link = Regex.Match(await sponsor.AskAsync("/referral", "start=r_"), @"https://t\.me/\S+").Value;
        screen = await chromium.OpenAsync(world.Outside.Url, 1280, 860);
        await screen.BeAsync("Bob");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Open a link" }).ClickAsync();
        await screen.Page.GetByLabel("Link to a bot").FillAsync("https://example.com");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
        await Expect(screen.Page.GetByText("Only links to bots")).ToBeVisibleAsync();

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Open a link" }).ClickAsync();
        await screen.Page.GetByLabel("Link to a bot").FillAsync(link);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();

        await Expect(screen.Page.Locator(".chat-head")).ToContainTextAsync(Market);
        await Expect(screen.Page.Locator(".message.out")).ToContainTextAsync("/start r_");
        await sponsor.Phone.ReadAsync("joined");
    }

    private Guest Guest(string name, long id) => new(world, id, new Person(world.Worlds, name, id, Market, TestContext.Out));

    private Task ExpectAsync(string person, string progress) =>
        Expect(screen.Page.GetByRole(AriaRole.Article, new() { Name = $"{person}," })).ToContainTextAsync(progress);
}
