namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Each refusal in the real server's words, with its HTTP status equal to <c>error_code</c>.</summary>
public sealed class RefusalTests
{
    private const string NotModified =
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

    private static Sandbox _sandbox = null!;
    private static long _menu;
    private static long _photo;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _sandbox = await Sandbox.StartAsync(options => options.FloodLimits.Enabled = false);
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
        _menu = await _sandbox.SendAsync(Sandbox.Bob, "Menu", Keyboard(new { text = "Go", callback_data = "go" }));
        _photo = (await _sandbox.ResultAsync("sendPhoto", new { chat_id = Sandbox.Bob, photo = "https://example.com/a.png" }))["message_id"]!.GetValue<long>();
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

    private static TestCaseData Commands(string description, params object[] commands) => Case("setMyCommands", () => new { commands }, 400, description);
}
