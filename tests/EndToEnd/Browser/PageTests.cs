using System.Text.RegularExpressions;
using Marketplace.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.EndToEnd.Tests.Browser;

/// <summary>The sandbox's page in a real browser, used as people use it: with a mouse, with a thumb, with the keyboard alone.</summary>
internal sealed partial class PageTests
{
    private const string Market = "marketplace_sandbox_bot";
    private const string WeatherBot = "weather_whale_bot";
    private const int LargestPicture = 300_000;

    private World world = null!;
    private Chromium chromium = null!;
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        chromium = await Chromium.StartAsync();
        world = await World.StartAsync(TestEngine.Sqlite);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }

        if (world is not null)
        {
            await world.DisposeAsync();
        }
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (screen is not null)
        {
            await KeepAsync(screen, TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed ? "failed" : "end");
            await screen.DisposeAsync();
        }
    }

    [Test]
    public async Task Ada_advertises_and_Bob_earns_with_a_mouse()
    {
        screen = await chromium.OpenAsync(world.Outside.Url, 1280, 860);
        await screen.BeAsync("Ada");
        await BeginAsync(screen);
        await DepositAsync(screen, "100");
        await screen.SayAsync("/create_campaign");
        foreach (var (question, answer) in new[] { ("1 of 4", "Tomorrow's weather & whales 🐳"), ("2 of 4", $"https://t.me/{WeatherBot}"), ("3 of 4", "10"), ("4 of 4", "50") })
        {
            await screen.ReadAsync(question);
            await screen.SayAsync(answer);
        }

        await screen.ReadAsync("Please check");
        await screen.PressAsync("Create and fund it");
        await screen.ReadAsync("is running");

        await screen.BeAsync("Bob");
        await BeginAsync(screen);
        await screen.PressAsync("Earn");
        await screen.PressAsync("weather");
        await screen.PressAsync("Start and earn");
        await screen.ReadAsync("is waiting for you");
        await screen.PressAsync("Open the bot");
        await Expect(screen.Page.Locator(".chat-head")).ToContainTextAsync("@" + WeatherBot);
        await ForwardAsync(screen, await screen.ReadAsync("tomorrow:"), "Marketplace");
        await screen.ReadAsync("Proof accepted");
        await screen.PressAsync("Collect my money");
        await screen.ReadAsync("You earned 8.5 TRX");

        await Expect(screen.Page.Locator("#ledger .status")).ToHaveTextAsync("balanced");
        await Expect(screen.Page.Locator("#ledger")).ToContainTextAsync("platform/revenue");
        await Expect(screen.Page.Locator("#chain .status")).ToHaveTextAsync("live");
        Assert.That(await screen.SticksOutAsync(), Is.Empty);
        Assert.That(screen.Errors, Is.Empty);
        await PictureAsync(screen);

        await screen.BeAsync("Ada");
        await screen.OpenChatAsync(Market);
        await screen.SayAsync("/my_campaigns");
        await screen.PressAsync("🟢");
        await screen.PressAsync("Day by day");
        await screen.ReadAsync("1 person started your bot");
        var chart = screen.Page.Locator(".message.in img").Last;
        await Expect(chart).ToHaveJSPropertyAsync("naturalWidth", 1080);
        await Expect(chart).ToHaveJSPropertyAsync("naturalHeight", 720);
        Assert.That(await screen.SticksOutAsync(), Is.Empty);
    }

    [Test]
    public async Task On_a_telephone_the_panes_are_tabs_and_nothing_sticks_out()
    {
        var erin = await world.PersonAsync("Erin");
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{erin.Id}"), 390, 844);
        var tabs = screen.Page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Button);
        await Expect(tabs).ToHaveCountAsync(3);
        await AssertFitsAsync(screen, "chats");

        await tabs.Filter(new() { HasText = "People" }).ClickAsync();
        await Expect(screen.Page.Locator("#people")).ToBeVisibleAsync();
        await AssertFitsAsync(screen, "people");
        await screen.BeAsync("Erin");

        await BeginAsync(screen);
        await Expect(screen.Page.Locator("#chats")).ToBeHiddenAsync();
        await screen.PressAsync("Balance");
        await screen.ReadAsync("You can withdraw it");
        await screen.SayAsync("/deposit");
        await screen.PressAsync("For advertising");
        await screen.ReadAsync("to this address");
        await AssertFitsAsync(screen, "conversation");

        await tabs.Filter(new() { HasText = "Chain" }).ClickAsync();
        await Expect(screen.Page.Locator("#ledger .status")).ToHaveTextAsync("balanced");
        await Expect(screen.Page.Locator("#chain .status")).ToHaveTextAsync("live");
        await AssertFitsAsync(screen, "world");

        await tabs.Filter(new() { HasText = "Chats" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Back to chats" }).ClickAsync();
        await Expect(screen.Page.Locator("#chats")).ToBeVisibleAsync();
        Assert.That(screen.Errors, Is.Empty);
    }

    [Test]
    public async Task The_keyboard_alone_sends_a_message_and_presses_a_button()
    {
        await world.PersonAsync("Kim");
        screen = await chromium.OpenAsync(world.Outside.Url, 1280, 800);
        await screen.Page.Locator("#people .row", new() { HasText = "Kim" }).WaitForAsync();

        await screen.TabToAsync("#people .row", "Ada");
        for (var steps = 0; !await screen.FocusIsOnAsync("#people .row", "Kim"); steps++)
        {
            Assert.That(steps, Is.LessThan(20), "The arrow keys move through the people.");
            await screen.Page.Keyboard.PressAsync("ArrowDown");
        }

        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.TabToAsync("#chats .row", "Marketplace");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.Locator("button.wide:focus").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.ReadAsync("Marketplace");

        await screen.TabToAsync("textarea", string.Empty);
        await screen.Page.Keyboard.TypeAsync("/balance");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.ReadAsync("You can withdraw it");
        await screen.TabToAsync(".key", "⬇\u00a0Deposit", backwards: true);
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.ReadAsync("What’s the money for?");
        Assert.That(screen.Errors, Is.Empty);
    }

    [TestCase("<img src=x onerror=document.title='gone'> & <b>bold</b>")]
    [TestCase("**stars** _lines_ `ticks` ~~gone~~ ||secret|| [a](b)")]
    [TestCase("שלום whales 🐳 👨‍👩‍👧 مرحبا")]
    public async Task A_title_of_any_words_is_shown_as_these_words(string title)
    {
        var owner = await world.PersonAsync("Owner");
        await owner.CampaignAsync(title, WeatherBot, reward: 1, budget: 1);
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{owner.Id}/{Market}"), 1280, 800);

        var shown = await screen.ReadAsync("Link to share");
        await Expect(shown.Locator("b", new() { HasText = title })).ToHaveCountAsync(1);
        await Expect(shown.Locator(".text img, .text a")).ToHaveCountAsync(0);
        await Expect(screen.Page.Locator(".message.out .text", new() { HasText = title })).ToHaveCountAsync(1);
        Assert.That(await screen.Page.TitleAsync(), Is.EqualTo("Marketplace sandbox"));
        Assert.That(screen.Errors, Is.Empty);
    }

    /// <summary>Opening a chat asks for its past while the stream of events goes on: what comes in between is in neither's answer alone.</summary>
    [Test]
    public async Task A_message_that_comes_while_its_chat_is_being_opened_is_shown()
    {
        var lena = await world.PersonAsync("Lena");
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{lena.Id}"), 1280, 800);
        var (asked, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        await screen.Page.RouteAsync($"**/people/{lena.Id}/chats/{Market}/messages", async route =>
        {
            var past = await route.FetchAsync();
            asked.SetResult();
            await told.Task;
            await route.FulfillAsync(new() { Response = past });
        });

        await screen.OpenChatAsync(Market);
        await asked.Task;
        await lena.AskAsync("/balance", "Your own balance");
        await Expect(screen.Page.Locator($"#chats [data-bot='{Market}']")).ToContainTextAsync("Your own balance");
        told.SetResult();

        await screen.ReadAsync("Your own balance");
        await screen.PressAsync("⬇ Deposit");
        await screen.ReadAsync("What’s the money for?");
        Assert.That(screen.Errors, Is.Empty);
    }

    /// <summary>At both widths: the newcomer is chosen at once, before the stream of events has told of them or after.</summary>
    [TestCase(1280, 860)]
    [TestCase(390, 844)]
    public async Task A_new_person_has_chats_at_once(int width, int height)
    {
        screen = await chromium.OpenAsync(world.Outside.Url, width, height);
        var name = Unique.Name();
        if (width < 900)
        {
            await screen.Page.GetByRole(AriaRole.Button, new() { Name = "People", Exact = true }).ClickAsync();
        }

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "New person" }).ClickAsync();
        await screen.Page.GetByLabel("First name").FillAsync(name);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();

        await Expect(screen.Page.Locator("#chats .row")).ToHaveCountAsync(4);
        await Expect(screen.Page.Locator("#chats-title")).ToContainTextAsync(name);
        await BeginAsync(screen);
        Assert.That(screen.Errors, Is.Empty);
    }

    private static async Task BeginAsync(Screen screen)
    {
        await screen.OpenChatAsync(Market);
        await screen.PressStartAsync();
        await screen.ReadAsync("Marketplace");
    }

    /// <summary>A tap on the address copies it, and the faucet's panel takes it from there.</summary>
    private static async Task DepositAsync(Screen screen, string trx)
    {
        await screen.SayAsync("/deposit");
        await screen.PressAsync("For advertising");
        var message = await screen.ReadAsync("to this address");
        await message.Locator("code").ClickAsync();
        await Expect(screen.Page.GetByLabel("Faucet address")).ToHaveValueAsync(Address());
        await screen.Page.GetByLabel("TRX amount").FillAsync(trx);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Faucet" }).ClickAsync();
        await Expect(screen.Page.GetByText($"Sent {trx} TRX")).ToBeVisibleAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Mine 20" }).ClickAsync();
        await screen.ReadAsync($"Deposit received: {trx} TRX");
    }

    private static async Task ForwardAsync(Screen screen, ILocator message, string to)
    {
        await message.HoverAsync();
        await message.GetByRole(AriaRole.Button, new() { Name = "Forward" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = to }).ClickAsync();
    }

    private static async Task AssertFitsAsync(Screen screen, string view)
    {
        await KeepAsync(screen, view);
        Assert.That(await screen.ScrollsSidewaysAsync(), Is.False, $"{view}: {string.Join("; ", await screen.SticksOutAsync())}");
        Assert.That(await screen.SticksOutAsync(), Is.Empty, view);
    }

    private static async Task KeepAsync(Screen screen, string what)
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var test = TestContext.CurrentContext.Test.MethodName;
            await screen.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{test}-{what}.png") });
        }
    }

    /// <summary>The README's picture, drawn anew when asked: <c>MARKETPLACE_UPDATE_PICTURES=1</c>. Emoji need a font (Debian: fonts-noto-color-emoji).</summary>
    private static async Task PictureAsync(Screen screen)
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_UPDATE_PICTURES") != "1")
        {
            return;
        }

        await Expect(screen.Page.Locator(".toast")).ToHaveCountAsync(0);
        await screen.Page.Mouse.MoveAsync(640, 30);
        var path = Path.Combine(Root(), "docs", "images", "sandbox.png");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var picture = await screen.Page.ScreenshotAsync(new() { Path = path });
        Assert.That(picture, Has.Length.LessThan(LargestPicture));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Marketplace.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("^T[1-9A-HJ-NP-Za-km-z]{33}$")]
    private static partial Regex Address();
}
