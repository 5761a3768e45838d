using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Uploads: a picture is measured and shown, what is none is refused.</summary>
public sealed class PhotoTests
{
    /// <summary>One transparent pixel.</summary>
    internal const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await Sandbox.StartAsync();
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
    }

    [TearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [TestCase("photo", null)]
    [TestCase("qr", "attach://qr")]
    public async Task An_uploaded_picture_is_measured_and_shown(string part, string? reference)
    {
        var body = await UploadAsync(Convert.FromBase64String(Png), part, reference);
        var size = body["result"]!["photo"]![0]!;
        Assert.That((size["width"]!.GetValue<int>(), size["height"]!.GetValue<int>()), Is.EqualTo((1, 1)));
        Assert.That(body["result"]!["caption"]!.GetValue<string>(), Is.EqualTo("scan me"));
        var shown = (await _sandbox.SeeAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/messages"))["messages"]!.AsArray()[^1]!;
        Assert.That(shown["photo_url"]!.GetValue<string>(), Is.EqualTo("data:image/png;base64," + Png));
        var again = await _sandbox.ResultAsync("sendPhoto", new { chat_id = Sandbox.Bob, photo = size["file_id"]!.GetValue<string>() });
        Assert.That(again["photo"]![0]!["file_unique_id"]!.GetValue<string>(), Is.EqualTo(size["file_unique_id"]!.GetValue<string>()));
    }

    [Test]
    public async Task What_is_no_picture_is_refused()
    {
        Assert.That((await UploadAsync("not a picture"u8.ToArray(), "photo", null))["description"]!.GetValue<string>(), Is.EqualTo("Bad Request: IMAGE_PROCESS_FAILED"));
        Assert.That((await UploadAsync([], "photo", null))["description"]!.GetValue<string>(), Is.EqualTo("Bad Request: file must be non-empty"));
    }

    private async Task<JsonNode> UploadAsync(byte[] bytes, string part, string? reference)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"{Sandbox.Bob}"), "chat_id" },
            { new StringContent("scan me"), "caption" },
            { new ByteArrayContent(bytes), part, "picture.png" },
        };
        if (reference is not null)
        {
            form.Add(new StringContent(reference), "photo");
        }

        using var response = await _sandbox.Http.PostAsync($"/bot{_sandbox.Options.BotToken}/sendPhoto", form);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
