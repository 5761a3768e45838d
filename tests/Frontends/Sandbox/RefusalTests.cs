namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Each refusal in the real server's words, with its HTTP status equal to <c>error_code</c>.</summary>
public sealed class RefusalTests
{
    private const string NotModified =
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

    private static Sandbox _sandbox = null!;
    private static long _menu;
    private static long _photo;
    private static string _photoFile = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _sandbox = await Sandbox.StartAsync(options => options.FloodLimits.Enabled = false);
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
        _menu = await _sandbox.SendAsync(Sandbox.Bob, "Menu", Keyboard(new { text = "Go", callback_data = "go" }));
        var photo = await _sandbox.ResultAsync("sendPhoto", new { chat_id = Sandbox.Bob, photo = "https://example.com/a.png" });
        (_photo, _photoFile) = (photo["message_id"]!.GetValue<long>(), photo["photo"]![0]!["file_id"]!.GetValue<string>());
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("sendMessage", () => new { text = "a" }, 400, "Bad Request: chat_id is empty");
        yield return Case("sendMessage", () => new { chat_id = 1, text = "a" }, 400, "Bad Request: chat not found");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Ada, text = "a" }, 400, "Bad Request: chat not found");
        yield return Case("sendMessage", () => new { chat_id = "@ada_advertises", text = "a" }, 400, "Bad Request: chat not found");
        yield return Case("sendMessage", () => new { chat_id = 610_000_001, text = "a" }, 403, "Forbidden: bot can't send messages to bots");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob }, 400, "Bad Request: message text is empty");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = " \n " }, 400, "Bad Request: message text is empty");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = "<b></b>", parse_mode = "HTML" }, 400, "Bad Request: message text is empty");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = new string('a', 4097) }, 400, "Bad Request: message is too long");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = new string('a', 32_769) }, 400, "Bad Request: text is too long");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = "a", parse_mode = "Creole" }, 400, "Bad Request: unsupported parse_mode");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = "a", reply_parameters = new { message_id = 9 } }, 400, "Bad Request: message to be replied not found");
        yield return Markup(new { text = "Go" }, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
        yield return Markup(new { callback_data = "a" }, "Bad Request: can't parse inline keyboard button: Can't find field \"text\"");
        yield return Markup(new { text = 1, callback_data = "a" }, "Bad Request: can't parse inline keyboard button: Field \"text\" must be of type String");
        yield return Markup(new { text = "Go", callback_data = new string('a', 65) }, "Bad Request: BUTTON_DATA_INVALID");
        yield return Markup(new { text = "Go", callback_data = new string('é', 33) }, "Bad Request: BUTTON_DATA_INVALID");
        yield return Markup(new { text = "Go", callback_data = "" }, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
        yield return Markup(new { text = "Go", url = "ftp://example.com" }, "Bad Request: inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol");
        yield return Markup(new { text = "Go", url = "nonsense" }, "Bad Request: inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL");
        yield return Markup(
            new { text = "Go", url = "https://t.me/a_bot", callback_data = "a" },
            "Bad Request: can't parse inline keyboard button: exactly one action is allowed in a button, found url, callback_data");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = "a", reply_markup = "{" }, 400, "Bad Request: can't parse reply keyboard markup JSON object");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = "a", reply_markup = new[] { 1 } }, 400, "Bad Request: object expected as reply markup");
        yield return Case(
            "sendMessage",
            () => new { chat_id = Sandbox.Bob, text = "a", reply_markup = Keyboard([.. Enumerable.Range(0, 101).Select(i => (object)new { text = "b", callback_data = $"{i}" })]) },
            400,
            "Bad Request: reply markup is too long");
        yield return Case("sendPhoto", () => new { chat_id = Sandbox.Bob }, 400, "Bad Request: there is no photo in the request");
        yield return Case("sendPhoto", () => new { chat_id = Sandbox.Bob, photo = "https://example.com/a.png", caption = new string('a', 1025) }, 400, "Bad Request: message caption is too long");
        yield return Case("sendPhoto", () => new { chat_id = Sandbox.Bob, photo = "AgACunknown" }, 400, "Bad Request: wrong remote file identifier specified: Wrong string length");
        yield return Case("editMessageText", () => new { chat_id = Sandbox.Bob, text = "a" }, 400, "Bad Request: message identifier is not specified");
        yield return Case("editMessageText", () => new { chat_id = Sandbox.Bob, message_id = 99_999, text = "a" }, 400, "Bad Request: message to edit not found");
        yield return Case("editMessageText", () => new { chat_id = Sandbox.Bob, message_id = 101, text = "a" }, 400, "Bad Request: message can't be edited");
        yield return Case("editMessageText", () => new { chat_id = Sandbox.Bob, message_id = _photo, text = "a" }, 400, "Bad Request: there is no text in the message to edit");
        yield return Case(
            "editMessageText",
            () => new { chat_id = Sandbox.Bob, message_id = _menu, text = "Menu", reply_markup = Keyboard(new { text = "Go", callback_data = "go" }) },
            400,
            NotModified);
        yield return Case(
            "editMessageReplyMarkup",
            () => new { chat_id = Sandbox.Bob, message_id = _menu, reply_markup = Keyboard(new { text = "Go", callback_data = "go" }) },
            400,
            NotModified);
        yield return Case("deleteMessage", () => new { chat_id = Sandbox.Bob, message_id = 99_999 }, 400, "Bad Request: message to delete not found");
        yield return Case("forwardMessage", () => new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_id = 99_999 }, 400, "Bad Request: message to forward not found");
        yield return Case(
            "answerCallbackQuery",
            () => new { callback_query_id = "1" },
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid");
        yield return Case("getChat", () => new { chat_id = "@nobody_at_all" }, 400, "Bad Request: chat not found");
        yield return Case("getChatMember", () => new { chat_id = Sandbox.Bob, user_id = 7 }, 400, "Bad Request: user not found");
        yield return Commands("Bad Request: BOT_COMMAND_INVALID", new { command = "Démarrer", description = "d" });
        yield return Commands("Bad Request: command must be non-empty", new { command = "", description = "d" });
        yield return Commands("Bad Request: command length must not exceed 32", new { command = new string('a', 33), description = "d" });
        yield return Commands("Bad Request: command description must not be empty", new { command = "a", description = "" });
        yield return Commands("Bad Request: command description length must not exceed 256", new { command = "a", description = new string('d', 257) });
        yield return Commands("Bad Request: BOT_COMMANDS_TOO_MUCH", [.. Enumerable.Range(0, 101).Select(i => (object)new { command = $"c{i}", description = "d" })]);
        yield return Case("setMyCommands", () => new { commands = Array.Empty<object>(), language_code = "eng" }, 400, "Bad Request: invalid language code specified");
        yield return Case("setWebhook", () => new { url = "nonsense" }, 400, "Bad Request: invalid webhook URL specified");
        yield return Case("setWebhook", () => new { url = "http://example.com/hook" }, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
        yield return Case("setWebhook", () => new { url = "https://127.0.0.1/", secret_token = "a b" }, 400, "Bad Request: secret token contains unallowed characters");
        yield return Case("setWebhook", () => new { url = "https://127.0.0.1/", secret_token = new string('a', 257) }, 400, "Bad Request: secret token is too long");
        yield return Markup(new { text = "Go", login_url = new { url = "http://example.com" } }, "Bad Request: inline keyboard button login URL 'http://example.com' is invalid: Only HTTPS links are allowed");
        yield return Markup(new { text = "Go", login_url = "x" }, "Bad Request: can't parse inline keyboard button: Field \"login_url\" must be of type Object");
        yield return Reply(new { keyboard = new[] { 1 } }, "Bad Request: field \"keyboard\" must be an Array of Arrays");
        yield return Reply(new { keyboard = new[] { new[] { new { } } } }, "Bad Request: can't parse keyboard button: Can't find field \"text\"");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = "a", reply_to_message_id = 9 }, 400, "Bad Request: message to be replied not found");
        yield return Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = "<tg-time>a</tg-time>", parse_mode = "HTML" }, 400, "Bad Request: can't parse entities: Invalid Unix time specified");
        yield return Case("sendDocument", () => new { chat_id = Sandbox.Bob }, 400, "Bad Request: there is no document in the request");
        yield return Case("sendVideoNote", () => new { chat_id = Sandbox.Bob }, 400, "Bad Request: there is no video note in the request");
        yield return Case("sendDocument", () => new { chat_id = Sandbox.Bob, document = "http://nonsense" }, 400, "Bad Request: invalid file HTTP URL specified: Wrong HTTP URL");
        yield return Case("sendDocument", () => new { chat_id = Sandbox.Bob, document = _photoFile }, 400, "Bad Request: can't use file of type Photo as Document");
        yield return Case("sendDocument", () => new { chat_id = Sandbox.Bob, document = "https://example.com/a.pdf", caption = new string('a', 1025) }, 400, "Bad Request: message caption is too long");
        yield return Case("sendMediaGroup", () => new { chat_id = Sandbox.Bob }, 400, "Bad Request: parameter \"media\" is required");
        yield return Case("sendMediaGroup", () => new { chat_id = Sandbox.Bob, media = Array.Empty<object>() }, 400, "Bad Request: there are no messages to send");
        yield return Album("Bad Request: too many messages to send as an album", [.. Enumerable.Repeat("photo", 11)]);
        yield return Album("Bad Request: document can't be mixed with other media types", "photo", "document");
        yield return Album("Bad Request: type \"animation\" can't be used in sendMediaGroup", "photo", "animation");
        yield return Album("Bad Request: type \"sticker\" is unsupported", "sticker");
        yield return Case("sendLocation", () => new { chat_id = Sandbox.Bob, latitude = 1 }, 400, "Bad Request: longitude is empty");
        yield return Case("sendContact", () => new { chat_id = Sandbox.Bob, phone_number = "1" }, 400, "Bad Request: parameter \"first_name\" is required");
        yield return Case("sendPoll", () => new { chat_id = Sandbox.Bob, question = "Q", options = Array.Empty<string>() }, 400, "Bad Request: poll must have at least 1 option");
        yield return Case("sendPoll", () => new { chat_id = Sandbox.Bob, question = new string('q', 301), options = new[] { "a" } }, 400, "Bad Request: poll question length must not exceed 300");
        yield return Case("sendPoll", () => new { chat_id = Sandbox.Bob, question = "Q", options = new[] { "a", "b" }, type = "quiz" }, 400, "Bad Request: wrong correct option ID specified");
        yield return Case("stopPoll", () => new { chat_id = Sandbox.Bob, message_id = _menu }, 400, "Bad Request: message is not a poll");
        yield return Case("sendChatAction", () => new { chat_id = Sandbox.Bob, action = "dance" }, 400, "Bad Request: wrong parameter action in request");
        yield return Case("setMessageReaction", () => new { chat_id = Sandbox.Bob, message_id = _menu, reaction = new[] { new { type = "emoji", emoji = "x" } } }, 400, "Bad Request: REACTION_INVALID");
        yield return Case("pinChatMessage", () => new { chat_id = Sandbox.Bob, message_id = 99_999 }, 400, "Bad Request: message to pin not found");
        yield return Case("copyMessage", () => new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_id = 99_999 }, 400, "Bad Request: message to copy not found");
        yield return List("copyMessages", "Bad Request: message identifiers are not specified");
        yield return List("copyMessages", "Bad Request: there are no messages to copy", 99_999);
        yield return List("forwardMessages", "Bad Request: message identifiers must be in a strictly increasing order", 2, 1);
        yield return List("forwardMessages", "Bad Request: too many message identifiers specified", [.. Enumerable.Range(1, 101)]);
        yield return Case("deleteMessages", () => new { chat_id = Sandbox.Bob, message_ids = "x" }, 400, "Bad Request: can't parse message identifiers JSON object");
        yield return Case("editMessageCaption", () => new { chat_id = Sandbox.Bob, message_id = _menu, caption = "a" }, 400, "Bad Request: there is no caption in the message to edit");
        yield return Case("editMessageMedia", () => new { chat_id = Sandbox.Bob, message_id = _photo, media = new { type = "photo", media = "attach://none" } }, 400, "Bad Request: can't parse InputMedia: media not found");
        yield return Case("getFile", () => new { file_id = "x" }, 400, "Bad Request: invalid file_id");
        yield return Case("getUserProfilePhotos", () => new { user_id = 7 }, 400, "Bad Request: user not found");
        yield return Case("getUserProfilePhotos", () => new { }, 400, "Bad Request: invalid user_id specified");
        yield return Case("answerInlineQuery", () => new { inline_query_id = "1", results = Array.Empty<object>() }, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
        yield return Case("answerInlineQuery", () => new { inline_query_id = "1", results = new[] { new { type = "cake", id = "1" } } }, 400, "Bad Request: can't parse inline query result: type \"cake\" is unsupported for the inline query result");
        yield return Case("answerPreCheckoutQuery", () => new { pre_checkout_query_id = "1", ok = true }, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
        yield return Case("answerPreCheckoutQuery", () => new { pre_checkout_query_id = "1" }, 400, "Bad Request: parameter \"error_message\" is required");
        yield return Invoice("Bad Request: STARS_INVOICE_INVALID", "XTR", 1, 2);
        yield return Invoice("Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID", "XTR", 0);
        yield return Invoice("Bad Request: PAYMENT_PROVIDER_INVALID", "EUR", 100);
        yield return Invoice("Bad Request: CURRENCY_INVALID", "EURO", 100);
        yield return Case("refundStarPayment", () => new { user_id = Sandbox.Bob, telegram_payment_charge_id = "x" }, 400, "Bad Request: CHARGE_ID_EMPTY");
        yield return Case("sendGift", () => new { user_id = Sandbox.Bob, gift_id = "x" }, 400, "Bad Request: STARGIFT_INVALID");
        yield return Case("sendGift", () => new { user_id = Sandbox.Ada, gift_id = "5170145012310081615" }, 400, "Bad Request: user not found");
        yield return Case("sendGift", () => new { user_id = Sandbox.Bob, gift_id = "5170145012310081615" }, 400, "Bad Request: BALANCE_TOO_LOW");
        yield return Case("setMyName", () => new { name = new string('n', 65) }, 400, "Bad Request: BOT_TITLE_INVALID");
        yield return Case("setChatMenuButton", () => new { menu_button = new { type = "pizza" } }, 400, "Bad Request: menuButton has unsupported type");
        yield return Case("getChatAdministrators", () => new { chat_id = Sandbox.Bob }, 400, "Bad Request: there are no administrators in the private chat");
        yield return Case("leaveChat", () => new { chat_id = Sandbox.Bob }, 400, "Bad Request: chat member status can't be changed in private chats");
        yield return Case("mineBitcoin", () => new { }, 404, "Not Found: method not found");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_wrong_call_is_refused_in_the_servers_words(string method, Func<object> arguments, int code, string description)
    {
        using var response = await _sandbox.PostAsync(method, arguments());
        var body = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(body["ok"]!.GetValue<bool>(), Is.False);
        Assert.That(body["error_code"]!.GetValue<int>(), Is.EqualTo(code));
        Assert.That(body["description"]!.GetValue<string>(), Is.EqualTo(description));
        Assert.That((int)response.StatusCode, Is.EqualTo(code));
    }

    [TestCase("nonsense", "Unauthorized: invalid token specified")]
    [TestCase("1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Unauthorized")]
    public async Task A_wrong_token_is_unauthorized(string token, string description)
    {
        using var response = await _sandbox.Http.GetAsync($"/bot{token}/getMe");
        var body = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That((int)response.StatusCode, Is.EqualTo(401));
        Assert.That(body["description"]!.GetValue<string>(), Is.EqualTo(description));
    }

    [Test]
    public async Task What_is_exactly_at_a_limit_passes()
    {
        await _sandbox.ResultAsync("sendMessage", new { chat_id = Sandbox.Bob, text = $"<b>{new string('a', 4096)}</b>", parse_mode = "HTML" });
        await _sandbox.ResultAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "a", reply_markup = Keyboard(new { text = "Go", callback_data = new string('é', 32) }) });
        await _sandbox.ResultAsync("setMyCommands", new { commands = Enumerable.Range(0, 100).Select(i => new { command = $"c{i}", description = "d" }) });
    }

    [Test]
    public async Task Arguments_may_come_in_the_query_as_a_form_as_multipart_or_as_JSON_and_the_method_in_any_case()
    {
        var path = $"/bot{_sandbox.Options.BotToken}/";
        using var query = await _sandbox.Http.GetAsync($"{path}SENDMESSAGE?chat_id={Sandbox.Bob}&text=query");
        using var form = await _sandbox.Http.PostAsync(path + "sendmessage", new FormUrlEncodedContent([new("chat_id", $"{Sandbox.Bob}"), new("text", "form")]));
        using var multipart = await _sandbox.Http.PostAsync(path + "sendMessage", new MultipartFormDataContent { { new StringContent($"{Sandbox.Bob}"), "chat_id" }, { new StringContent("multipart"), "text" } });
        foreach (var response in new[] { query, form, multipart })
        {
            Assert.That(response.IsSuccessStatusCode, Is.True, await response.Content.ReadAsStringAsync());
        }
    }

    [Test]
    public async Task Unknown_parameters_pass_unless_the_sandbox_is_told_to_refuse_them()
    {
        await _sandbox.ResultAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "a", txet = "b" });
        await using var strict = await Sandbox.StartAsync(options => options.StrictParameters = true);
        await strict.SayAsync(Sandbox.Bob, "/start");
        var body = await strict.CallAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "a", txet = "b" });
        Assert.That(body["description"]!.GetValue<string>(), Is.EqualTo("Bad Request: unknown parameter \"txet\" of sendMessage"));
    }

    private static object Keyboard(params object[] buttons) => new { inline_keyboard = new[] { buttons } };

    private static TestCaseData Case(string method, Func<object> arguments, int code, string description) =>
        new TestCaseData(method, arguments, code, description).SetArgDisplayNames(method, description);

    private static TestCaseData Markup(object button, string description) =>
        Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = "a", reply_markup = Keyboard(button) }, 400, description);

    private static TestCaseData Reply(object markup, string description) =>
        Case("sendMessage", () => new { chat_id = Sandbox.Bob, text = "a", reply_markup = markup }, 400, description);

    private static TestCaseData Album(string description, params string[] types) => Case(
        "sendMediaGroup", () => new { chat_id = Sandbox.Bob, media = types.Select(type => new { type, media = "https://example.com/a.png" }) }, 400, description);

    private static TestCaseData List(string method, string description, params int[] ids) =>
        Case(method, () => new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_ids = ids }, 400, description);

    private static TestCaseData Invoice(string description, string currency, params int[] amounts) => Case(
        "createInvoiceLink",
        () => new { title = "T", description = "D", payload = "p", currency, prices = amounts.Select(amount => new { label = "L", amount }) },
        400,
        description);

    private static TestCaseData Commands(string description, params object[] commands) => Case("setMyCommands", () => new { commands }, 400, description);
}
