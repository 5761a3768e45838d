using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Forwards: origins from the stand-in's own history, forged ones on demand, protected content refused.</summary>
public sealed class ForwardTests
{
    private const string Whale = "weather_whale_bot";
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [Test]
    public async Task A_forward_names_the_bot_that_wrote_it_and_when()
    {
        var answer = await StartAndReadAsync(Whale);
        await _sandbox.ActAsync("clock/advance", new { seconds = 100 });
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/{Whale}/forward", new { message_id = answer["message_id"]!.GetValue<long>(), to = Sandbox.BotName });
        var message = (await _sandbox.UpdatesAsync())[0]!["message"]!;
        var origin = message["forward_origin"]!;
        Assert.That(origin["type"]!.GetValue<string>(), Is.EqualTo("user"));
        Assert.That(origin["sender_user"]!["id"]!.GetValue<long>(), Is.EqualTo(610_000_001));
        Assert.That(origin["sender_user"]!["is_bot"]!.GetValue<bool>(), Is.True);
        Assert.That(origin["date"]!.GetValue<long>(), Is.EqualTo(answer["date"]!.GetValue<long>()));
        Assert.That(message["date"]!.GetValue<long>(), Is.GreaterThanOrEqualTo(answer["date"]!.GetValue<long>() + 100));
        Assert.That(message["text"]!.GetValue<string>(), Is.EqualTo(answer["text"]!.GetValue<string>()));
    }

    [Test]
    public async Task The_greeter_never_says_the_same_twice_and_the_silent_bot_says_nothing()
    {
        var first = await StartAndReadAsync(Whale);
        var second = await StartAndReadAsync(Whale);
        Assert.That(second["text"]!.GetValue<string>(), Is.Not.EqualTo(first["text"]!.GetValue<string>()));
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/quiet_quokka_bot/start");
        Assert.That((await _sandbox.SeeAsync($"people/{Sandbox.Bob}/chats/quiet_quokka_bot/messages"))["messages"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_forward_of_a_forward_keeps_the_first_origin()
    {
        var answer = await StartAndReadAsync(Whale);
        var once = await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/{Whale}/forward", new { message_id = answer["message_id"]!.GetValue<long>(), to = "quiet_quokka_bot" });
        var twice = await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/quiet_quokka_bot/forward", new { message_id = once[0]!["message_id"]!.GetValue<long>(), to = Sandbox.BotName });
        Assert.That(twice[0]!["forward_origin"]!["sender_user"]!["username"]!.GetValue<string>(), Is.EqualTo(Whale));
    }

    [Test]
    public async Task Protected_content_can_not_be_forwarded_by_a_person_nor_by_the_bot()
    {
        var vault = await StartAndReadAsync("vault_viper_bot");
        var (status, error) = await _sandbox.RejectedAsync(
            $"people/{Sandbox.Bob}/chats/vault_viper_bot/forward",
            new { message_id = vault["message_id"]!.GetValue<long>(), to = Sandbox.BotName });
        Assert.That((status, error), Is.EqualTo((400, "CHAT_FORWARDS_RESTRICTED")));

        await _sandbox.SayAsync(Sandbox.Bob, "/start");
        var mine = await _sandbox.ResultAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "secret", protect_content = true });
        Assert.That(mine["has_protected_content"]!.GetValue<bool>(), Is.True);
        var refused = await _sandbox.CallAsync("forwardMessage", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_id = mine["message_id"]!.GetValue<long>() });
        Assert.That(refused["description"]!.GetValue<string>(), Is.EqualTo("Bad Request: the message can't be forwarded"));
    }

    [TestCase("""{"type":"hidden_user","date":1700000000,"sender_user_name":"Weather Whale"}""")]
    [TestCase("""{"type":"channel","date":1700000000,"chat":{"id":-1001,"type":"channel","title":"News"},"message_id":7,"author_signature":"Ed"}""")]
    [TestCase("""{"type":"chat","date":1700000000,"sender_chat":{"id":-1002,"type":"supergroup","title":"Group"}}""")]
    [TestCase("""{"type":"user","date":1700000000,"sender_user":{"id":9,"is_bot":false,"first_name":"Eve"}}""")]
    public async Task Any_origin_can_be_staged(string origin)
    {
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/forwarded", new { text = "Welcome!", origin = JsonNode.Parse(origin) });
        var arrived = (await _sandbox.UpdatesAsync())[0]!["message"]!["forward_origin"]!;
        Assert.That(JsonNode.DeepEquals(arrived, JsonNode.Parse(origin)), Is.True, arrived.ToJsonString());
    }

    [Test]
    public async Task A_bot_is_found_by_its_name_with_its_numeric_id()
    {
        var chat = await _sandbox.ResultAsync("getChat", new { chat_id = "@Weather_Whale_Bot" });
        Assert.That(chat["id"]!.GetValue<long>(), Is.EqualTo(610_000_001));
        Assert.That(chat["type"]!.GetValue<string>(), Is.EqualTo("private"));
        Assert.That(chat["username"]!.GetValue<string>(), Is.EqualTo(Whale));
        Assert.That(chat["is_bot"], Is.Null);
    }

    private async Task<JsonNode> StartAndReadAsync(string bot)
    {
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/open", new { url = $"https://t.me/{bot}?start=mp_0123456789abcdefghijkl" });
        return (await _sandbox.SeeAsync($"people/{Sandbox.Bob}/chats/{bot}/messages"))["messages"]!.AsArray()[^1]!;
    }
}
