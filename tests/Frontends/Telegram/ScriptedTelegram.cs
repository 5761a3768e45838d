using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Telegram.Tests;

/// <summary>A Bot API that answers what a test tells it to, and remembers what it was asked.</summary>
internal sealed class ScriptedTelegram : HttpMessageHandler
{
    public const string Token = "424242:scripted-token-scripted-token";
    public const long BotId = 424242;
    public const string BotName = "our_market_bot";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<JsonObject, CancellationToken, Task<HttpResponseMessage>>>> scripts = new();
    private readonly ConcurrentQueue<Call> calls = new();

    public IReadOnlyList<Call> Calls => [.. calls];

    public IReadOnlyList<JsonObject> To(string method) => [.. calls.Where(call => call.Method == method).Select(call => call.Arguments)];

    /// <summary>The next answer to a method; after the last one, the usual answers come again.</summary>
    public ScriptedTelegram Then(string method, Func<JsonObject, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        scripts.GetOrAdd(method, _ => new()).Enqueue(answer);
        return this;
    }

    public ScriptedTelegram ThenResult(string method, string resultJson) => Then(method, (_, _) => Task.FromResult(Result(resultJson)));

    public ScriptedTelegram ThenError(string method, int code, string description, string? parameters = null) => Then(method, (_, _) => Task.FromResult(Body(
        code, $$"""{"ok":false,"error_code":{{code}},"description":"{{description}}"{{(parameters is null ? "" : $",\"parameters\":{parameters}")}}}""")));

    public ScriptedTelegram ThenBody(string method, int status, string body, string mediaType = "application/json") =>
        Then(method, (_, _) => Task.FromResult(Body(status, body, mediaType)));

    public static HttpResponseMessage Result(string resultJson) => Body(200, $$"""{"ok":true,"result":{{resultJson}}}""");

    public static HttpResponseMessage Body(int status, string body, string mediaType = "application/json") =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath.Split('/');
        Assert.That(Uri.UnescapeDataString(path[^2]), Is.EqualTo("bot" + Token));
        var method = path[^1];
        var arguments = request.Content switch
        {
            null => [],
            MultipartFormDataContent form => await FieldsAsync(form),
            var json => JsonNode.Parse(await json.ReadAsStringAsync(cancellationToken))!.AsObject(),
        };
        calls.Enqueue(new Call(method, arguments));
        return scripts.TryGetValue(method, out var script) && script.TryDequeue(out var answer)
            ? await answer(arguments, cancellationToken)
            : await UsualAsync(method, arguments, cancellationToken);
    }

    private static async Task<HttpResponseMessage> UsualAsync(string method, JsonObject arguments, CancellationToken cancellationToken)
    {
        if (method == "getUpdates")
        {
            // Nothing happens: a long poll lasts until it is given up, a short one answers with nothing.
            await Task.Delay(arguments["timeout"]?.GetValue<int>() > 0 ? Timeout.Infinite : 0, cancellationToken);
            return Result("[]");
        }

        return Result(method switch
        {
            "getMe" => $$"""{"id":{{BotId}},"is_bot":true,"first_name":"Market","username":"{{BotName}}"}""",
            "sendMessage" or "sendPhoto" or "editMessageMedia" or "editMessageText" or "editMessageReplyMarkup" => """{"message_id":1001,"date":1780000000,"chat":{"id":7,"type":"private"}}""",
            "getMyCommands" => "[]",
            _ => "true",
        });
    }

    /// <summary>A form as the object it stands for: a file, which is a part that a field refers to, by its name.</summary>
    private static async Task<JsonObject> FieldsAsync(MultipartFormDataContent form)
    {
        var files = form.Where(part => part.Headers.ContentDisposition!.FileName is not null)
            .ToDictionary(part => "attach://" + part.Headers.ContentDisposition!.Name!.Trim('"'), part => part.Headers.ContentDisposition!.FileName!.Trim('"'));
        var fields = new JsonObject();
        foreach (var part in form.Where(part => part.Headers.ContentDisposition!.FileName is null))
        {
            var name = part.Headers.ContentDisposition!.Name!.Trim('"');
            fields[name] = name switch
            {
                "photo" => JsonValue.Create(files[await part.ReadAsStringAsync()]),
                "chat_id" or "message_id" or "media" or "reply_markup" => JsonNode.Parse(await part.ReadAsStringAsync()),
                _ => JsonValue.Create(await part.ReadAsStringAsync()),
            };
        }

        return fields;
    }

    internal sealed record Call(string Method, JsonObject Arguments);
}
