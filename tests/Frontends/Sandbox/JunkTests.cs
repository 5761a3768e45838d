using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Whatever a client puts into an argument, the stand-in takes it or refuses it: nothing ends in a fault of its own.</summary>
public sealed class JunkTests
{
    private const string Address = "https://example.com/a.png";

    private static readonly string[] Junk =
    [
        "", "null", "true", "-1", "0", "99999999999999999999", "1.5e400", "x", "{", "{}", "[]", "[[]]", "[null]", "[1]", "[\"x\"]", "[{}]", "{\"type\":1}", "{\"type\":null,\"media\":{}}",
        "[{\"type\":[],\"id\":{}}]", "{\"inline_keyboard\":[[null]]}", "{\"inline_keyboard\":[[{\"text\":\"a\",\"web_app\":1}]]}", "{\"inline_keyboard\":[[{\"text\":\"a\",\"login_url\":{\"url\":1}}]]}",
        "{\"keyboard\":[[null]]}", "{\"message_id\":\"x\"}", "{\"is_disabled\":1}", "[{\"type\":\"bold\",\"offset\":2147483647,\"length\":2147483647}]", "[{\"type\":\"pre\",\"offset\":-1,\"length\":1}]",
        "**>||", "*_`[", "![a](tg://time?unix=x)", "<tg-time unix=''>", "<a href=>", "a\0b", "\\", "http://", "https://[::1", "attach://x", "attach://",
    ];

    [Test]
    public async Task No_argument_of_any_shape_makes_the_stand_in_fail()
    {
        var specification = Specification.FindOrSkip();
        await using var sandbox = await Sandbox.StartAsync(options => options.FloodLimits.Enabled = false);
        await sandbox.SayAsync(Sandbox.Bob, "/start");
        var menu = await sandbox.SendAsync(Sandbox.Bob, "Menu");
        // What waits, and what ends the conversation, is tried elsewhere.
        var methods = (await sandbox.SeeAsync("methods")).AsArray().Select(method => method!.GetValue<string>()).Except(["getUpdates", "logOut", "close", "setWebhook", "deleteWebhook"]);
        foreach (var method in methods)
        {
            var sound = specification.ParametersOf(method).Select(name => (name, value: Sound(method, name, menu))).Where(pair => pair.value is not null).ToDictionary(pair => pair.name, pair => pair.value!);
            foreach (var (name, junk) in specification.ParametersOf(method).SelectMany(name => Junk.Select(junk => (name, junk))))
            {
                using var response = await sandbox.PostAsync(method, new Dictionary<string, string>(sound) { [name] = junk });
                var body = await response.Content.ReadFromJsonAsync<JsonNode>();
                Assert.That(body!["error_code"]?.GetValue<int>() ?? 200, Is.EqualTo((int)response.StatusCode).And.AnyOf(200, 400, 403), $"{method} {name}={junk}: {body.ToJsonString()}");
            }
        }
    }

    private static string? Sound(string method, string name, long menu) => (method, name) switch
    {
        (_, "chat_id" or "from_chat_id" or "user_id") => $"{Sandbox.Bob}",
        (_, "message_id") => $"{menu}",
        (_, "message_ids") => $"[{menu}]",
        (_, "photo" or "document" or "audio" or "video" or "voice" or "animation" or "video_note" or "sticker") => Address,
        ("sendMediaGroup", "media") => $$"""[{"type":"photo","media":"{{Address}}"}]""",
        ("editMessageMedia", "media") => $$"""{"type":"photo","media":"{{Address}}"}""",
        (_, "latitude" or "longitude") => "1",
        (_, "text" or "title" or "description" or "payload" or "phone_number" or "first_name" or "address" or "question" or "name" or "short_description") => "words",
        (_, "options") => """["a","b"]""",
        (_, "currency") => "XTR",
        (_, "prices") => """[{"label":"L","amount":1}]""",
        (_, "commands") => """[{"command":"go","description":"Go"}]""",
        (_, "results") => "[]",
        (_, "action") => "typing",
        (_, "gift_id") => "5170145012310081615",
        (_, "callback_query_id" or "inline_query_id" or "pre_checkout_query_id" or "shipping_query_id" or "file_id" or "telegram_payment_charge_id") => "1",
        (_, "ok") => "true",
        _ => null,
    };
}
