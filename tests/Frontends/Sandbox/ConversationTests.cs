using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

public sealed class ConversationTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [Test]
    public async Task The_hosted_bot_knows_itself()
    {
        var me = await _sandbox.ResultAsync("getMe");
        Assert.That(me["id"]!.GetValue<long>(), Is.EqualTo(424242));
        Assert.That(me["is_bot"]!.GetValue<bool>(), Is.True);
        Assert.That(me["username"]!.GetValue<string>(), Is.EqualTo(Sandbox.BotName));
    }

    [Test]
    public async Task A_written_message_arrives_dated_in_seconds_and_with_its_command_marked()
    {
        var before = DateTimeOffset.FromUnixTimeSeconds((await _sandbox.SeeAsync("clock"))["now"]!.GetValue<long>());
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/open", new { url = $"https://t.me/{Sandbox.BotName}?start=ref_1" });
        var message = (await _sandbox.UpdatesAsync())[0]!["message"]!;
        Assert.That(message["text"]!.GetValue<string>(), Is.EqualTo("/start ref_1"));
        Assert.That(message["entities"]!.ToJsonString(), Is.EqualTo("""[{"type":"bot_command","offset":0,"length":6}]"""));
        Assert.That(message["chat"]!["id"]!.GetValue<long>(), Is.EqualTo(Sandbox.Bob));
        Assert.That(message["from"]!["language_code"]!.GetValue<string>(), Is.EqualTo("en"));
        Assert.That(DateTimeOffset.FromUnixTimeSeconds(message["date"]!.GetValue<long>()) - before, Is.LessThan(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task A_pressed_button_waits_until_the_bot_answers_it()
    {
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
        var id = await _sandbox.SendAsync(Sandbox.Bob, "Menu", new { inline_keyboard = new[] { new[] { new { text = "Go", callback_data = "go:1" } } } });
        var press = _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/press?wait=30", new { message_id = id, row = 0, col = 0 });
        JsonNode? query = null;
        for (long offset = 0; query is null;)
        {
            foreach (var update in await _sandbox.UpdatesAsync(offset, timeout: 30))
            {
                offset = update!["update_id"]!.GetValue<long>() + 1;
                query ??= update["callback_query"];
            }
        }

        Assert.That(query["data"]!.GetValue<string>(), Is.EqualTo("go:1"));
        Assert.That(query["message"]!["message_id"]!.GetValue<long>(), Is.EqualTo(id));
        await _sandbox.ResultAsync("answerCallbackQuery", new { callback_query_id = query["id"]!.GetValue<string>(), text = "Done", show_alert = true });
        var answer = await press;
        Assert.That(answer["answered"]!.GetValue<bool>(), Is.True);
        Assert.That(answer["text"]!.GetValue<string>(), Is.EqualTo("Done"));
        Assert.That(answer["show_alert"]!.GetValue<bool>(), Is.True);
    }
}
