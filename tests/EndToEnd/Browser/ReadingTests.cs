using Marketplace.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.EndToEnd.Tests.Browser;

/// <summary>Reading and pressing in the page while things happen: what is looked at stays, what is faint is found, what is gone says so.</summary>
internal sealed class ReadingTests
{
    private const string Market = "marketplace_sandbox_bot";
    private const string WeatherBot = "weather_whale_bot";

    /// <summary>A PNG of one pixel.</summary>
    private const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

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
            await screen.DisposeAsync();
        }
    }

    [TestCase(1280, 860, ColorScheme.Light)]
    [TestCase(1280, 860, ColorScheme.Dark)]
    [TestCase(390, 844, ColorScheme.Light)]
    [TestCase(390, 844, ColorScheme.Dark)]
    public async Task Every_text_stands_out_from_its_ground(int width, int height, ColorScheme colors)
    {
        var reader = await world.PersonAsync("Iris");
        await reader.AskAsync("/start", "Marketplace");
        await reader.DepositAddressAsync();
        await BotSaysAsync(reader.Id, "<b>Bold</b>, <i>a</i> <a href='https://example.com'>link</a>, /help, <code>code</code><blockquote>said</blockquote>", [
            [new { text = "Plain", callback_data = "a" }, new { text = "Primary", callback_data = "b", style = "primary" }],
            [new { text = "Success", callback_data = "c", style = "success" }, new { text = "Danger", callback_data = "d", style = "danger" }],
            [new { text = "Copy it", copy_text = new { text = "TRX" } }, new { text = "Open it", url = "https://example.com" }],
        ]);
        await world.ChatServiceAsync($"people/{reader.Id}/chats/{Market}/media", new { kind = "document", content = "aGVsbG8=", file_name = "hello.txt", caption = "A file" });
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{reader.Id}/{Market}"), width, height, colors);
        await screen.ReadAsync("Bold, a link");
        await Expect(screen.Page.Locator(".message.out .file")).ToContainTextAsync("hello.txt");
        await AssertClearAsync("a chat");
        if (await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true }).IsVisibleAsync())
        {
            await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true }).ClickAsync();
            await AssertClearAsync("the menu");
        }

        if (width < 900)
        {
            foreach (var tab in new[] { "Chain & ledger", "People" })
            {
                await screen.Page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Button, new() { Name = tab }).ClickAsync();
                await Expect(screen.Page.Locator("#ledger .status")).ToHaveTextAsync("balanced");
                await AssertClearAsync(tab);
            }
        }

        await screen.BeAsync("Ada");
        await Expect(screen.Page.Locator(".guide")).ToBeVisibleAsync();
        await AssertClearAsync("the first steps");
    }

    [Test]
    public async Task Old_messages_are_read_in_peace_while_new_ones_come()
    {
        var reader = await world.PersonAsync("Rhea");
        await reader.AskAsync("/start", "Marketplace");
        // By the bot's own account and not by the marketplace, which takes the buttons of its last menu away at a moment of its own.
        await BotSaysAsync(reader.Id, string.Join('\n', Enumerable.Range(1, 80).Select(line => $"Line {line}")));
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{reader.Id}/{Market}"), 1280, 800);
        await screen.ReadAsync("Line 80");
        var before = await screen.Page.EvaluateAsync<int>(
            """
            () => {
              const log = document.querySelector(".log");
              window.kept = [...log.children];
              window.added = 0;
              new MutationObserver((changes) => (window.added += changes.flatMap((change) => [...change.addedNodes]).length)).observe(log, { childList: true });
              log.scrollTop = 100;
              getSelection().selectAllChildren(log.querySelector(".text"));
              return log.scrollTop;
            }
            """);

        await BotSaysAsync(reader.Id, "Something new");
        await screen.ReadAsync("Something new");

        Assert.That(await screen.Page.EvaluateAsync<int>("() => document.querySelector('.log').scrollTop"), Is.EqualTo(before), "Nobody is thrown to the end.");
        Assert.That(await screen.Page.EvaluateAsync<string>("() => getSelection().toString()"), Is.EqualTo("/start"));
        Assert.That(await screen.Page.EvaluateAsync<bool>("() => window.kept.every((node) => node.isConnected)"), Is.True, "What was there is still the same.");
        Assert.That(await screen.Page.EvaluateAsync<int>("() => window.added"), Is.EqualTo(1), "A screen reader is told of the new message alone.");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "New messages" }).ClickAsync();
        await Expect(screen.Page.Locator(".message", new() { HasText = "Something new" })).ToBeInViewportAsync();
        Assert.That(screen.Errors, Is.Empty);
    }

    /// <summary>A picture has no height before it has come: what was the end isn't any more.</summary>
    [TestCase(1280, 860)]
    [TestCase(390, 844)]
    public async Task A_picture_that_comes_late_does_not_hide_what_follows_it(int width, int height)
    {
        var reader = await world.PersonAsync("Quinn");
        await reader.AskAsync("/start", "Marketplace");
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{reader.Id}/{Market}"), width, height);
        await screen.SayAsync("/deposit");
        await screen.PressAsync("For advertising");
        await screen.ReadAsync("to this address");
        await Expect(screen.Page.Locator("#conversation .key", new() { HasText = "Menu" }).Last).ToBeInViewportAsync();

        await BotSaysAsync(reader.Id, "Something new");

        await screen.ReadAsync("Something new");
        await Expect(screen.Page.Locator(".message", new() { HasText = "Something new" })).ToBeInViewportAsync();
        Assert.That(screen.Errors, Is.Empty);
    }

    /// <summary>The second of two fast clicks meets what the first one's answer has put there.</summary>
    [Test]
    public async Task A_click_presses_what_was_aimed_at_or_nothing()
    {
        var hasty = await world.PersonAsync("Hugo");
        await hasty.AskAsync("/start", "Marketplace");
        var message = await BotSaysAsync(hasty.Id, "Take it?", [[new { text = "Take", callback_data = "take" }]]);
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{hasty.Id}/{Market}"), 1280, 800);
        await screen.ReadAsync("Take it?");
        var pressed = new List<string>();
        screen.Page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/press", StringComparison.Ordinal))
            {
                pressed.Add(request.PostData ?? "");
            }
        };

        await screen.PressAsync("Take");
        await world.BotAsync("editMessageText", new { chat_id = hasty.Id, message_id = message, text = "Taken.", reply_markup = new { inline_keyboard = new object[][] { [new { text = "Give back", callback_data = "give" }] } } });
        // What the browser makes of the second click of a pair.
        await screen.Page.Locator(".key", new() { HasText = "Give back" }).DispatchEventAsync("click", new { detail = 2 });
        await Expect(screen.Page.GetByText("The buttons changed while you were clicking")).ToBeVisibleAsync();

        Assert.That(pressed, Has.Count.EqualTo(1));
        Assert.That(pressed[0], Does.Contain("\"data\":\"take\"").And.Contain($"\"message_id\":{message}"));
    }

    [Test]
    public async Task A_button_that_is_gone_says_so()
    {
        var late = await world.PersonAsync("Lars");
        await late.AskAsync("/start", "Marketplace");
        var message = await BotSaysAsync(late.Id, "Take it?", [[new { text = "Take", callback_data = "take" }]]);
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{late.Id}/{Market}"), 1280, 800);
        await screen.ReadAsync("Take it?");
        // The press is on its way when the bot takes the button away and puts another into its place.
        await screen.Page.RouteAsync("**/press", async route =>
        {
            await world.BotAsync("editMessageText", new { chat_id = late.Id, message_id = message, text = "Too late.", reply_markup = new { inline_keyboard = new object[][] { [new { text = "Other", callback_data = "other" }] } } });
            await route.ContinueAsync();
        });

        await screen.PressAsync("Take");

        await Expect(screen.Page.GetByText("That button is gone")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Answers_that_a_bot_suggests_stand_below_the_box_until_it_takes_them_away()
    {
        var asked = await world.PersonAsync("Rhea");
        await asked.AskAsync("/start", "Marketplace");
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{asked.Id}/{Market}"), 390, 844);
        await screen.ReadAsync("Marketplace");
        var suggested = screen.Page.GetByRole(AriaRole.Group, new() { Name = "Suggested answers" });
        await Expect(suggested).ToBeHiddenAsync();

        await world.BotAsync("sendMessage", new { chat_id = asked.Id, text = "Tea?", reply_markup = new { keyboard = new object[][] { ["Yes, please", new { text = "No" }], ["Later"] } } });
        await suggested.GetByRole(AriaRole.Button, new() { Name = "Yes, please" }).ClickAsync();
        await Expect(screen.Page.Locator(".message.out", new() { HasText = "Yes, please" })).ToHaveCountAsync(1);
        Assert.That(await screen.ScrollsSidewaysAsync(), Is.False);

        await world.BotAsync("sendMessage", new { chat_id = asked.Id, text = "Thanks.", reply_markup = new { remove_keyboard = true } });
        await Expect(suggested).ToBeHiddenAsync();
        Assert.That(screen.Errors, Is.Empty);
    }

    [Test]
    public async Task A_photo_a_file_and_a_sticker_are_sent_and_a_bots_picture_is_described()
    {
        var sender = await world.PersonAsync("Pia");
        await sender.AskAsync("/start", "Marketplace");
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{sender.Id}/{Market}"), 390, 844);
        await screen.ReadAsync("Marketplace");
        await AttachAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Sticker 🐳" }).ClickAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Img, new() { Name = "Sticker 🐳" })).ToBeVisibleAsync();

        await screen.Composer.FillAsync("My proof");
        await AttachAsync();
        await screen.Page.GetByLabel("A photo or a file").SetInputFilesAsync(new FilePayload { Name = "dot.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Dot) });
        await Expect(screen.Page.Locator(".message.out").GetByAltText("My proof")).ToBeVisibleAsync();
        await Expect(screen.Composer).ToHaveValueAsync("");

        await AttachAsync();
        await screen.Page.GetByLabel("A photo or a file").SetInputFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "notes"u8.ToArray() });
        await Expect(screen.Page.Locator(".message.out .file")).ToContainTextAsync("notes.txt");

        await world.BotAsync("sendPhoto", new { chat_id = sender.Id, photo = "https://example.com/chart.png", caption = "Your week" });
        await Expect(screen.Page.Locator(".message.in").GetByAltText("Your week")).ToBeVisibleAsync();
        Assert.That(await screen.SticksOutAsync(), Is.Empty);
        Assert.That(screen.Errors, Is.Empty);
    }

    [Test]
    public async Task What_was_typed_outlives_a_reload_and_a_sandbox_that_is_away()
    {
        var writer = await world.PersonAsync("Vera");
        await writer.AskAsync("/start", "Marketplace");
        screen = await chromium.OpenAsync(new Uri(world.Outside.Url, $"#{writer.Id}/{Market}"), 1280, 800);
        await screen.Composer.FillAsync("half a thought");
        await screen.Page.ReloadAsync();
        await Expect(screen.Composer).ToHaveValueAsync("half a thought");

        await screen.Page.Context.SetOfflineAsync(true);
        await screen.Composer.PressAsync("Enter");
        await Expect(screen.Page.GetByText("Nothing was sent; try again when it’s back.")).ToBeVisibleAsync();
        await Expect(screen.Composer).ToHaveValueAsync("half a thought");

        await screen.Page.Context.SetOfflineAsync(false);
        await screen.Composer.PressAsync("Enter");
        await Expect(screen.Page.Locator(".message.out", new() { HasText = "half a thought" })).ToHaveCountAsync(1);
        await Expect(screen.Composer).ToHaveValueAsync("");
    }

    [Test]
    public async Task A_bubble_says_its_language_and_a_redrawn_one_is_not_called_edited()
    {
        screen = await chromium.OpenAsync(world.Outside.Url, 1280, 800);
        await screen.BeAsync("Cleo");
        await screen.OpenChatAsync(Market);
        await screen.PressStartAsync();
        var answer = await screen.ReadAsync("Marketplace");
        await Expect(answer.Locator(".text")).ToHaveAttributeAsync("lang", "fr");
        await answer.Locator(".key").First.ClickAsync();
        await Expect(screen.Page.Locator(".message.in")).Not.ToContainTextAsync("edited");

        await screen.BeAsync("Bob");
        await screen.OpenChatAsync(WeatherBot);
        await screen.PressStartAsync();
        await Expect((await screen.ReadAsync("tomorrow:")).Locator(".text")).ToHaveAttributeAsync("lang", "en");

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "New person" }).ClickAsync();
        await Expect(screen.Page.GetByLabel("Language of the app").Locator("option[value=de]")).ToContainTextAsync("answered in English");
        await Expect(screen.Page.GetByLabel("Language of the app").Locator("option[value=fr]")).Not.ToContainTextAsync("answered in English");
    }

    private Task AttachAsync() => screen.Page.GetByRole(AriaRole.Button, new() { Name = "Attach" }).ClickAsync();

    private async Task AssertClearAsync(string what) => Assert.That(await screen.FaintAsync(), Is.Empty, what);

    /// <summary>As the bot itself would, beside the marketplace that runs it.</summary>
    private async Task<long> BotSaysAsync(long person, string html, object[][]? buttons = null) =>
        (await world.BotAsync("sendMessage", new { chat_id = person, text = html, parse_mode = "HTML", reply_markup = buttons is null ? null : new { inline_keyboard = buttons } })).GetProperty("message_id").GetInt64();
}
