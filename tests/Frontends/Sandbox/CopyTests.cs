using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>What happens to a message that is already there: it is copied, passed on, replaced, marked.</summary>
public sealed class CopyTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await Sandbox.StartAsync(options => options.FloodLimits.Enabled = false);
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
    }

    [TearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [Test]
    public async Task A_copy_says_the_same_without_a_word_of_where_it_comes_from()
    {
        var menu = await _sandbox.SendAsync(Sandbox.Bob, "Menu", new { inline_keyboard = new[] { new[] { new { text = "Go", callback_data = "go" } } } });
        await _sandbox.ResultAsync("copyMessage", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_id = menu });
        var copy = await LastAsync();
        Assert.That((copy["text"]!.GetValue<string>(), copy["buttons"], copy["forward_origin"]), Is.EqualTo(("Menu", (JsonNode?)null, (JsonNode?)null)));
    }

    [Test]
    public async Task A_copy_may_have_another_caption()
    {
        var photo = await SendPhotoAsync("first");
        await _sandbox.ResultAsync("copyMessage", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_id = photo, caption = "second" });
        Assert.That((await LastAsync())["text"]!.GetValue<string>(), Is.EqualTo("second"));
        await _sandbox.ResultAsync("copyMessages", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_ids = new[] { photo }, remove_caption = true });
        Assert.That((await LastAsync())["text"]!.GetValue<string>(), Is.Empty);
    }

    [Test]
    public async Task What_is_protected_is_neither_copied_nor_passed_on()
    {
        var secret = (await _sandbox.ResultAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "a", protect_content = true }))["message_id"]!.GetValue<long>();
        var one = new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_id = secret };
        var many = new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_ids = new[] { secret } };
        Assert.That(await RefusedAsync("copyMessage", one), Is.EqualTo("Bad Request: the message can't be copied"));
        Assert.That(await RefusedAsync("copyMessages", many), Is.EqualTo("Bad Request: messages can't be copied"));
        Assert.That(await RefusedAsync("forwardMessages", many), Is.EqualTo("Bad Request: messages can't be forwarded"));
    }

    [Test]
    public async Task A_list_passes_over_what_is_not_there()
    {
        var ids = new[] { await _sandbox.SendAsync(Sandbox.Bob, "one"), await _sandbox.SendAsync(Sandbox.Bob, "two") };
        await _sandbox.ResultAsync("deleteMessage", new { chat_id = Sandbox.Bob, message_id = ids[0] });
        var forwarded = await _sandbox.ResultAsync("forwardMessages", new { chat_id = Sandbox.Bob, from_chat_id = Sandbox.Bob, message_ids = ids });
        Assert.That(forwarded.AsArray(), Has.Count.EqualTo(1));
        await _sandbox.ResultAsync("deleteMessages", new { chat_id = Sandbox.Bob, message_ids = ids });
        Assert.That(await RefusedAsync("deleteMessage", new { chat_id = Sandbox.Bob, message_id = ids[1] }), Is.EqualTo("Bad Request: message to delete not found"));
    }

    [Test]
    public async Task A_text_becomes_a_picture_and_a_picture_never_a_text()
    {
        var id = await _sandbox.SendAsync(Sandbox.Bob, "Menu");
        var edited = await _sandbox.ResultAsync("editMessageMedia", new { chat_id = Sandbox.Bob, message_id = id, media = new { type = "photo", media = "https://example.com/a.png", caption = "QR" } });
        Assert.That((edited["text"], edited["caption"]!.GetValue<string>()), Is.EqualTo(((JsonNode?)null, "QR")));
        Assert.That(await RefusedAsync("editMessageText", new { chat_id = Sandbox.Bob, message_id = id, text = "a" }), Is.EqualTo("Bad Request: there is no text in the message to edit"));
    }

    [Test]
    public async Task A_reaction_and_a_pin_are_seen()
    {
        var id = await _sandbox.SendAsync(Sandbox.Bob, "Menu");
        await _sandbox.ResultAsync("setMessageReaction", new { chat_id = Sandbox.Bob, message_id = id, reaction = new[] { new { type = "emoji", emoji = "🔥" } } });
        await _sandbox.ResultAsync("pinChatMessage", new { chat_id = Sandbox.Bob, message_id = id });
        var seen = await LastAsync();
        Assert.That((seen["reaction"]!.GetValue<string>(), seen["pinned"]!.GetValue<bool>()), Is.EqualTo(("🔥", true)));
        await _sandbox.ResultAsync("setMessageReaction", new { chat_id = Sandbox.Bob, message_id = id });
        await _sandbox.ResultAsync("unpinAllChatMessages", new { chat_id = Sandbox.Bob });
        seen = await LastAsync();
        Assert.That((seen["reaction"], seen["pinned"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
    }

    [Test]
    public async Task What_a_person_sees_of_a_file_can_be_looked_at_and_outlives_a_restart()
    {
        var directory = Directory.CreateTempSubdirectory("sandbox-files-");
        try
        {
            string path;
            await using (var first = await Sandbox.StartAsync(options => options.DataDirectory = directory.FullName))
            {
                await first.ActAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/media", new { kind = "document", content = PhotoTests.Png, file_name = "dot.png" });
                var message = (await first.UpdatesAsync())[0]!["message"]!;
                var file = await first.ResultAsync("getFile", new { file_id = message["document"]!["file_id"]!.GetValue<string>() });
                path = file["file_path"]!.GetValue<string>();
            }

            await using var second = await Sandbox.StartAsync(options => options.DataDirectory = directory.FullName);
            Assert.That(Convert.ToBase64String(await second.Http.GetByteArrayAsync($"/file/bot{second.Options.BotToken}/{path}")), Is.EqualTo(PhotoTests.Png));
            var shown = (await second.SeeAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/messages"))["messages"]!.AsArray()[^1]!["document"]!;
            Assert.That(shown["file_name"]!.GetValue<string>(), Is.EqualTo("dot.png"));
            Assert.That(Convert.ToBase64String(await second.Http.GetByteArrayAsync(shown["url"]!.GetValue<string>())), Is.EqualTo(PhotoTests.Png));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<long> SendPhotoAsync(string caption) =>
        (await _sandbox.ResultAsync("sendPhoto", new { chat_id = Sandbox.Bob, photo = "https://example.com/a.png", caption }))["message_id"]!.GetValue<long>();

    private async Task<string> RefusedAsync(string method, object arguments) => (await _sandbox.CallAsync(method, arguments))["description"]!.GetValue<string>();

    private async Task<JsonNode> LastAsync() => (await _sandbox.SeeAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/messages"))["messages"]!.AsArray()[^1]!;
}
