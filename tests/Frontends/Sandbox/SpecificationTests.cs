using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Every update and every result that the stand-in emits fits the published description of the Bot API.</summary>
public sealed class SpecificationTests
{
    private Specification _specification = null!;
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _specification = Specification.FindOrSkip();
        _sandbox = await Sandbox.StartAsync(options =>
        {
            options.StrictParameters = true;
            options.FloodLimits.Enabled = false;
        });
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    [Test]
    public async Task Every_kind_of_update_fits()
    {
        var chat = $"people/{Sandbox.Bob}/chats/{Sandbox.BotName}";
        var hello = await _sandbox.SayAsync(Sandbox.Bob, "/start see https://t.me/weather_whale_bot and @ada_advertises");
        await _sandbox.ActAsync(chat + "/edit", new { message_id = hello["message_id"]!.GetValue<long>(), text = "/help" });
        var menu = await SendMenuAsync();
        await _sandbox.ActAsync(chat + "/press", new { message_id = menu, data = "go" });
        await _sandbox.ActAsync(chat + "/messages", new { text = "an answer", reply_to = menu });
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/weather_whale_bot/start");
        var said = (await _sandbox.SeeAsync($"people/{Sandbox.Bob}/chats/weather_whale_bot/messages"))["messages"]!.AsArray()[^1]!["message_id"]!.GetValue<long>();
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/weather_whale_bot/forward", new { message_id = said, to = Sandbox.BotName });
        foreach (var origin in Origins)
        {
            await _sandbox.ActAsync(chat + "/forwarded", new { text = "Welcome!", origin = JsonNode.Parse(origin) });
        }

        foreach (var kind in new[] { "photo", "document", "audio", "video", "voice", "animation", "video_note", "sticker" })
        {
            await _sandbox.ActAsync(chat + "/media", new { kind, content = PhotoTests.Png, file_name = "a.png", caption = "c", emoji = "🐋" });
        }

        await _sandbox.ActAsync($"people/{Sandbox.Bob}/inline", new { bot = Sandbox.BotName, query = "wha" });
        await _sandbox.ActAsync(chat + "/block");
        await _sandbox.ActAsync(chat + "/unblock");
        var updates = await _sandbox.UpdatesAsync();
        Assert.That(updates, Has.Count.EqualTo(19));
        Assert.That(updates.SelectMany(update => _specification.Check(update, ["Update"])), Is.Empty);
    }

    [Test]
    public async Task Every_result_of_every_method_fits()
    {
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
        await _sandbox.ActAsync($"bots/{Sandbox.BotName}/stars", new { amount = 500 });
        var menu = await SendMenuAsync();
        var faults = new List<string>();
        var tried = new HashSet<string>();
        async Task<JsonNode> CheckAsync(string method, object? arguments = null)
        {
            tried.Add(method);
            var result = await _sandbox.ResultAsync(method, arguments);
            faults.AddRange(_specification.Check(result, _specification.ReturnsOf(method), method));
            return result;
        }

        await CheckMessagesAsync(CheckAsync, menu);
        await CheckPaymentsAsync(CheckAsync);
        await CheckBotAsync(CheckAsync);
        await CheckAsync("getChat", new { chat_id = "@weather_whale_bot" });
        await CheckAsync("getChat", new { chat_id = Sandbox.Bob });
        await CheckAsync("getChatMember", new { chat_id = Sandbox.Bob, user_id = Sandbox.Bob });
        await CheckAsync("getChatMemberCount", new { chat_id = Sandbox.Bob });
        await CheckAsync("getUserProfilePhotos", new { user_id = Sandbox.Bob });
        Assert.That(faults, Is.Empty);

        // In a private chat there is nothing else than a refusal to these.
        string[] refused = ["getChatAdministrators", "leaveChat"];
        Assert.That(tried.Union(refused), Is.EquivalentTo(await MethodsAsync()));
    }

    [Test]
    public async Task At_least_sixty_methods_are_there_and_each_takes_every_parameter_of_the_description_and_no_other()
    {
        var methods = await MethodsAsync();
        Assert.That(methods, Has.Count.GreaterThanOrEqualTo(60));
        foreach (var method in methods)
        {
            var refused = await _sandbox.CallAsync(method, new { not_a_parameter = 1 });
            Assert.That(refused["description"]!.GetValue<string>(), Is.EqualTo($"Bad Request: unknown parameter \"not_a_parameter\" of {method}"));
        }

        // Leaving the server comes last: nobody is answered after it.
        foreach (var method in methods.OrderBy(method => method == "logOut"))
        {
            var body = await _sandbox.CallAsync(method, _specification.ParametersOf(method).ToDictionary(parameter => parameter, _ => ""));
            Assert.That(body["description"]?.GetValue<string>() ?? "", Does.Not.Contain("unknown parameter"));
        }
    }

    private async Task CheckMessagesAsync(Func<string, object?, Task<JsonNode>> checkAsync, long menu)
    {
        const string picture = "https://example.com/a.png";
        await checkAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "<b>a</b>", parse_mode = "HTML", link_preview_options = new { is_disabled = true } });
        await checkAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "<tg-time unix=\"1800000000\" format=\"wDT\">then</tg-time>", parse_mode = "HTML" });
        await checkAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "buttons", reply_markup = AllButtons });
        var photo = await checkAsync("sendPhoto", new { chat_id = Sandbox.Bob, photo = picture, caption = "<i>c</i>", parse_mode = "HTML" });
        var document = await checkAsync("sendDocument", new { chat_id = Sandbox.Bob, document = "https://example.com/a.pdf", caption = "*c*", parse_mode = "MarkdownV2" });
        await checkAsync("sendAudio", new { chat_id = Sandbox.Bob, audio = "https://example.com/a.mp3", duration = 3, performer = "P", title = "T" });
        await checkAsync("sendVideo", new { chat_id = Sandbox.Bob, video = "https://example.com/a.mp4", width = 4, height = 3, duration = 3 });
        await checkAsync("sendVoice", new { chat_id = Sandbox.Bob, voice = "https://example.com/a.ogg" });
        await checkAsync("sendAnimation", new { chat_id = Sandbox.Bob, animation = "https://example.com/a.gif" });
        await checkAsync("sendVideoNote", new { chat_id = Sandbox.Bob, video_note = "https://example.com/n.mp4" });
        await checkAsync("sendSticker", new { chat_id = Sandbox.Bob, sticker = "https://example.com/s.webp", emoji = "🐋" });
        await checkAsync("sendLocation", new { chat_id = Sandbox.Bob, latitude = 48.85, longitude = 2.35 });
        await checkAsync("sendVenue", new { chat_id = Sandbox.Bob, latitude = 48.85, longitude = 2.35, title = "T", address = "A" });
        await checkAsync("sendContact", new { chat_id = Sandbox.Bob, phone_number = "+33100000000", first_name = "Ada" });
        await checkAsync("sendDice", new { chat_id = Sandbox.Bob, emoji = "🎰" });
        await checkAsync("sendMediaGroup", new { chat_id = Sandbox.Bob, media = new[] { new { type = "photo", media = picture }, new { type = "photo", media = picture + "?2" } } });
        var poll = await checkAsync("sendPoll", new { chat_id = Sandbox.Bob, question = "Which?", options = new object[] { "A", new { text = "B" } }, type = "quiz", correct_option_ids = new[] { 1 } });
        await checkAsync("stopPoll", new { chat_id = Sandbox.Bob, message_id = Id(poll) });
        await checkAsync("sendChatAction", new { chat_id = Sandbox.Bob, action = "typing" });
        await checkAsync("setMessageReaction", new { chat_id = Sandbox.Bob, message_id = menu, reaction = new[] { new { type = "emoji", emoji = "👍" } } });
        await checkAsync("pinChatMessage", new { chat_id = Sandbox.Bob, message_id = menu });
        await checkAsync("unpinChatMessage", new { chat_id = Sandbox.Bob, message_id = menu });
        await checkAsync("unpinAllChatMessages", new { chat_id = Sandbox.Bob });
        await checkAsync("copyMessage", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_id = menu });
        var copies = await checkAsync("copyMessages", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_ids = new[] { menu, Id(photo) } });
        await checkAsync("forwardMessage", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_id = menu });
        await checkAsync("forwardMessages", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_ids = new[] { menu, Id(photo) } });
        await checkAsync("editMessageText", new { chat_id = Sandbox.Bob, message_id = menu, text = "Other" });
        await checkAsync("editMessageReplyMarkup", new { chat_id = Sandbox.Bob, message_id = menu, reply_markup = Keyboard });
        await checkAsync("editMessageCaption", new { chat_id = Sandbox.Bob, message_id = Id(photo), caption = "Another" });
        await checkAsync("editMessageMedia", new { chat_id = Sandbox.Bob, message_id = Id(photo), media = new { type = "document", media = "https://example.com/b.pdf", caption = "B" } });
        await checkAsync("getFile", new { file_id = document["document"]!["file_id"]!.GetValue<string>() });
        await checkAsync("deleteMessages", new { chat_id = Sandbox.Bob, message_ids = copies.AsArray().Select(Id).ToArray() });
        await checkAsync("deleteMessage", new { chat_id = Sandbox.Bob, message_id = menu });
        var asked = await SendMenuAsync();
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/press", new { message_id = asked, data = "go" });
        var press = (await _sandbox.UpdatesAsync(-1))[0]!["callback_query"]!;
        await checkAsync("answerCallbackQuery", new { callback_query_id = press["id"]!.GetValue<string>(), text = "gone" });
        var query = await _sandbox.ActAsync($"people/{Sandbox.Bob}/inline", new { bot = Sandbox.BotName, query = "wha" });
        await checkAsync("answerInlineQuery", new
        {
            inline_query_id = query["id"]!.GetValue<string>(),
            results = new[] { new { type = "article", id = "1", title = "T", input_message_content = new { message_text = "M" } } },
        });
    }

    private async Task CheckPaymentsAsync(Func<string, object?, Task<JsonNode>> checkAsync)
    {
        var star = new { title = "T", description = "D", payload = "p", currency = "XTR", prices = new[] { new { label = "L", amount = 7 } } };
        await checkAsync("sendInvoice", new { chat_id = Sandbox.Bob, star.title, star.description, star.payload, star.currency, star.prices });
        var link = await checkAsync("createInvoiceLink", star);
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/pay", new { url = link.GetValue<string>() });
        var query = await LastAsync("pre_checkout_query");
        await checkAsync("answerPreCheckoutQuery", new { pre_checkout_query_id = query["id"]!.GetValue<string>(), ok = true });
        var paid = (await LastAsync("message"))["successful_payment"]!;
        await checkAsync("getStarTransactions", null);
        await checkAsync("refundStarPayment", new { user_id = Sandbox.Bob, telegram_payment_charge_id = paid["telegram_payment_charge_id"]!.GetValue<string>() });
        await LastAsync("message");
        var goods = await checkAsync("createInvoiceLink", new { star.title, star.description, star.payload, currency = "EUR", star.prices, provider_token = "test", is_flexible = true });
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/pay", new { url = goods.GetValue<string>() });
        var shipping = await LastAsync("shipping_query");
        await checkAsync("answerShippingQuery", new
        {
            shipping_query_id = shipping["id"]!.GetValue<string>(),
            ok = true,
            shipping_options = new[] { new { id = "s", title = "Ship", prices = new[] { new { label = "S", amount = 3 } } } },
        });
        await LastAsync("pre_checkout_query");
        var gifts = await checkAsync("getAvailableGifts", null);
        await checkAsync("sendGift", new { user_id = Sandbox.Bob, gift_id = gifts["gifts"]![0]!["id"]!.GetValue<string>(), text = "For you" });
        await checkAsync("getMyStarBalance", null);
        await checkAsync("getStarTransactions", new { offset = 1, limit = 2 });
    }

    private async Task CheckBotAsync(Func<string, object?, Task<JsonNode>> checkAsync)
    {
        await checkAsync("getMe", null);
        await checkAsync("setMyCommands", new { commands = new[] { new { command = "go", description = "Go" } }, scope = new { type = "chat", chat_id = Sandbox.Bob }, language_code = "fr" });
        await checkAsync("getMyCommands", new { scope = new { type = "chat", chat_id = Sandbox.Bob }, language_code = "fr" });
        await checkAsync("deleteMyCommands", new { scope = new { type = "chat", chat_id = Sandbox.Bob }, language_code = "fr" });
        foreach (var (what, field) in new[] { ("Name", "name"), ("Description", "description"), ("ShortDescription", "short_description") })
        {
            await checkAsync("setMy" + what, new Dictionary<string, string> { [field] = "Words", ["language_code"] = "fr" });
            await checkAsync("getMy" + what, new { language_code = "fr" });
        }

        await checkAsync("getChatMenuButton", null);
        await checkAsync("setChatMenuButton", new { chat_id = Sandbox.Bob, menu_button = new { type = "web_app", text = "Open", web_app = new { url = "https://example.com/" } } });
        await checkAsync("getChatMenuButton", new { chat_id = Sandbox.Bob });
        await checkAsync("setMyDefaultAdministratorRights", new { rights = new { can_manage_chat = true }, for_channels = true });
        await checkAsync("getMyDefaultAdministratorRights", new { for_channels = true });
        await checkAsync("getMyDefaultAdministratorRights", null);
        await checkAsync("getWebhookInfo", null);
        await checkAsync("setWebhook", new { url = "http://127.0.0.1:9/hook" });
        await checkAsync("getWebhookInfo", null);
        await checkAsync("deleteWebhook", null);
        await checkAsync("getUpdates", null);
        await _sandbox.ActAsync("clock/advance", new { seconds = 600 });
        await checkAsync("close", null);
        await checkAsync("logOut", null);
        await _sandbox.ActAsync("clock/advance", new { seconds = 600 });
    }

    private async Task<IReadOnlyList<string>> MethodsAsync() => [.. (await _sandbox.SeeAsync("methods")).AsArray().Select(method => method!.GetValue<string>())];

    /// <summary>The newest update, which must be of that kind and fit the description.</summary>
    private async Task<JsonNode> LastAsync(string kind)
    {
        var update = (await _sandbox.UpdatesAsync(-1))[0]!;
        Assert.That(_specification.Check(update, ["Update"]), Is.Empty, update.ToJsonString());
        return update[kind]!;
    }

    private static long Id(JsonNode? message) => message!["message_id"]!.GetValue<long>();

    [Test]
    public void The_checker_itself_finds_what_is_missing_unknown_or_of_a_wrong_type()
    {
        var update = JsonNode.Parse("""{"update_id":"1","message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private","colour":"red"},"forward_origin":{"type":"user"}}}""");
        var faults = _specification.Check(update, ["Update"]);
        Assert.That(faults, Does.Contain("$.update_id: not an integer"));
        Assert.That(faults, Does.Contain("$.message.chat.colour: unknown (Chat)"));
        Assert.That(faults, Has.Some.Contains("$.message.forward_origin.date: missing"));
    }

    private static object Keyboard { get; } = new
    {
        inline_keyboard = new object[][]
        {
            [new { text = "Go", callback_data = "go", style = "primary" }],
            [new { text = "Open", url = "https://t.me/weather_whale_bot?start=1" }, new { text = "Copy", copy_text = new { text = "T123" } }],
        },
    };

    private static object AllButtons { get; } = new
    {
        inline_keyboard = new object[][]
        {
            [new { text = "Log in", login_url = new { url = "https://example.com/login", forward_text = "in" } }],
            [new { text = "Choose", switch_inline_query_chosen_chat = new { query = "q", allow_user_chats = true } }, new { text = "Here", switch_inline_query_current_chat = "" }],
            [new { text = "App", web_app = new { url = "https://example.com/app" } }],
        },
    };

    private static readonly string[] Origins =
    [
        """{"type":"hidden_user","date":1700000000,"sender_user_name":"Weather Whale"}""",
        """{"type":"channel","date":1700000000,"chat":{"id":-1001,"type":"channel","title":"News"},"message_id":7}""",
        """{"type":"chat","date":1700000000,"sender_chat":{"id":-1002,"type":"supergroup","title":"Group"}}""",
    ];

    private Task<long> SendMenuAsync() => _sandbox.SendAsync(Sandbox.Bob, "Menu", Keyboard);
}
