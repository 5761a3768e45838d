using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>A running stand-in and the two sides of it: the bot's (Bot API) and the people's (control API). Everything goes over HTTP.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    public const string BotName = "marketplace_sandbox_bot";
    public const long Ada = 5_000_000_101;
    public const long Bob = 5_000_000_102;
    public const long Cleo = 5_000_000_103;

    private Sandbox(SandboxServer server, SandboxOptions options)
    {
        Server = server;
        Options = options;
        Http = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(100) };
    }

    public SandboxServer Server { get; }

    public SandboxOptions Options { get; }

    public HttpClient Http { get; }

    public static async Task<Sandbox> StartAsync(Action<SandboxOptions>? configure = null)
    {
        var options = new SandboxOptions();
        configure?.Invoke(options);
        return new Sandbox(await SandboxServer.StartAsync(options), options);
    }

    /// <summary>Calls a method of the Bot API with JSON arguments and returns the whole body.</summary>
    public async Task<JsonNode> CallAsync(string method, object? arguments = null)
    {
        using var response = await PostAsync(method, arguments);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public Task<HttpResponseMessage> PostAsync(string method, object? arguments = null) =>
        Http.PostAsJsonAsync($"/bot{Options.BotToken}/{method}", arguments ?? new { });

    /// <summary>The result of a call that must succeed.</summary>
    public async Task<JsonNode> ResultAsync(string method, object? arguments = null)
    {
        var body = await CallAsync(method, arguments);
        Assert.That(body["ok"]!.GetValue<bool>(), Is.True, body.ToJsonString());
        return body["result"]!;
    }

    public async Task<JsonArray> UpdatesAsync(long offset = 0, int timeout = 0) => (await ResultAsync("getUpdates", new { offset, timeout })).AsArray();

    /// <summary>Posts to the control API and returns its answer, which must not be an error.</summary>
    public async Task<JsonNode> ActAsync(string path, object? body = null)
    {
        using var response = await Http.PostAsJsonAsync("/sandbox/api/" + path, body ?? new { });
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, text);
        return JsonNode.Parse(text)!;
    }

    public async Task<(int Status, string Error)> RejectedAsync(string path, object? body = null)
    {
        using var response = await Http.PostAsJsonAsync("/sandbox/api/" + path, body ?? new { });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)response.StatusCode, answer.TryGetProperty("error", out var error) ? error.GetString()! : "");
    }

    public async Task<JsonNode> SeeAsync(string path) => (await Http.GetFromJsonAsync<JsonNode>("/sandbox/api/" + path))!;

    public Task<JsonNode> SayAsync(long person, string text, string bot = BotName) => ActAsync($"people/{person}/chats/{bot}/messages", new { text });

    public async Task<long> SendAsync(long chat, string text, object? replyMarkup = null) =>
        (await ResultAsync("sendMessage", new { chat_id = chat, text, reply_markup = replyMarkup }))["message_id"]!.GetValue<long>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}
