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
        _sandbox = await Sandbox.StartAsync(options => options.StrictParameters = true);
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

        await _sandbox.ActAsync(chat + "/block");
        await _sandbox.ActAsync(chat + "/unblock");
        var updates = await _sandbox.UpdatesAsync();
        Assert.That(updates, Has.Count.EqualTo(10));
        Assert.That(updates.SelectMany(update => _specification.Check(update, ["Update"])), Is.Empty);
    }

    [Test]
    public async Task Every_result_fits()
    {
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
        var menu = await SendMenuAsync();
        var faults = new List<string>();
        async Task CheckAsync(string method, object? arguments = null) =>
            faults.AddRange(_specification.Check(await _sandbox.ResultAsync(method, arguments), _specification.ReturnsOf(method), method));

        await CheckAsync("getMe");
        await CheckAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "<b>a</b>", parse_mode = "HTML", link_preview_options = new { is_disabled = true } });
        await CheckAsync("sendPhoto", new { chat_id = Sandbox.Bob, photo = "https://example.com/a.png", caption = "<i>c</i>", parse_mode = "HTML" });
        await CheckAsync("editMessageText", new { chat_id = Sandbox.Bob, message_id = menu, text = "Other" });
        await CheckAsync("editMessageReplyMarkup", new { chat_id = Sandbox.Bob, message_id = menu, reply_markup = Keyboard });
        await CheckAsync("forwardMessage", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_id = menu });
        await CheckAsync("deleteMessage", new { chat_id = Sandbox.Bob, message_id = menu });
        await CheckAsync("setMyCommands", new { commands = new[] { new { command = "go", description = "Go" } }, scope = new { type = "chat", chat_id = Sandbox.Bob }, language_code = "fr" });
        await CheckAsync("getMyCommands", new { scope = new { type = "chat", chat_id = Sandbox.Bob }, language_code = "fr" });
        await CheckAsync("deleteMyCommands", new { scope = new { type = "chat", chat_id = Sandbox.Bob }, language_code = "fr" });
        await CheckAsync("getChat", new { chat_id = "@weather_whale_bot" });
        await CheckAsync("getChat", new { chat_id = Sandbox.Bob });
        await CheckAsync("getChatMember", new { chat_id = Sandbox.Bob, user_id = Sandbox.Bob });
        await CheckAsync("getWebhookInfo");
        await CheckAsync("setWebhook", new { url = "http://127.0.0.1:9/hook" });
        await CheckAsync("getWebhookInfo");
        await CheckAsync("deleteWebhook");
        Assert.That(faults, Is.Empty);
    }

    [Test]
    public async Task Every_parameter_of_the_description_is_taken_and_no_other([Values(
        "getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "sendMessage", "sendPhoto", "editMessageText", "editMessageReplyMarkup", "deleteMessage",
        "answerCallbackQuery", "setMyCommands", "getMyCommands", "deleteMyCommands", "getChat", "getChatMember", "forwardMessage")] string method)
    {
        var body = await _sandbox.CallAsync(method, _specification.ParametersOf(method).ToDictionary(parameter => parameter, _ => ""));
        Assert.That(body["description"]?.GetValue<string>() ?? "", Does.Not.Contain("unknown parameter"));

        var refused = await _sandbox.CallAsync(method, new { not_a_parameter = 1 });
        Assert.That(refused["description"]!.GetValue<string>(), Is.EqualTo($"Bad Request: unknown parameter \"not_a_parameter\" of {method}"));
    }

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

    private static readonly string[] Origins =
    [
        """{"type":"hidden_user","date":1700000000,"sender_user_name":"Weather Whale"}""",
        """{"type":"channel","date":1700000000,"chat":{"id":-1001,"type":"channel","title":"News"},"message_id":7}""",
        """{"type":"chat","date":1700000000,"sender_chat":{"id":-1002,"type":"supergroup","title":"Group"}}""",
    ];

    private Task<long> SendMenuAsync() => _sandbox.SendAsync(Sandbox.Bob, "Menu", Keyboard);
}
