using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Benchmarks.Foundation.StandIn;

/// <summary>
/// A Bot API that refuses nothing and is fast: what is measured is the bot. The strict stand-in checks what the real service checks, which on
/// two cores would cost as much time as the marketplace itself.
/// </summary>
internal sealed class FastBotApi : IAsyncDisposable
{
    public const string Token = "424242:BENCHMARK-TOKEN-0123456789abcdefghi";
    public const string PromotedBot = "promoted_whale_bot";
    public const long PromotedBotId = 777_000;
    private const string OurBot = """{"id":424242,"is_bot":true,"first_name":"Marketplace","username":"marketplace_bench_bot","can_join_groups":false,"can_read_all_group_messages":false,"supports_inline_queries":false}""";

    private readonly WebApplication application;
    private readonly ConcurrentDictionary<long, Person> people = new();
    private readonly Lock gate = new();
    private readonly List<(long Id, string Json, Act Act)> pending = [];
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long nextUpdate = 100_000;
    private long nextMessage = 10_000_000;

    private FastBotApi(WebApplication application) => this.application = application;

    public Uri Url => new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FastBotApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var api = new FastBotApi(application);
        application.Run(api.AnswerAsync);
        await application.StartAsync();
        return api;
    }

    public Person AddPerson(long id) => people.GetOrAdd(id, _ => new Person(this, id));

    public void Queue(Func<long, string> update, Act act)
    {
        lock (gate)
        {
            var id = nextUpdate++;
            pending.Add((id, update(id), act));
            arrived.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        await application.StopAsync(atOnce.Token);
        await application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var method = path[(path.LastIndexOf('/') + 1)..];
        using var body = context.Request.ContentLength != 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>()!.CanHaveBody ? await JsonDocument.ParseAsync(context.Request.Body) : null;
        var at = TimeProvider.System.GetTimestamp();
        var arguments = body?.RootElement ?? default;
        var result = method switch
        {
            "getUpdates" => await GetUpdatesAsync(arguments, context.RequestAborted),
            "sendMessage" => Show(arguments, Interlocked.Increment(ref nextMessage), at),
            "editMessageReplyMarkup" => Message(arguments.GetProperty("chat_id").GetInt64(), arguments.GetProperty("message_id").GetInt64()),
            "editMessageText" => Show(arguments, arguments.GetProperty("message_id").GetInt64(), at),
            "getMe" => OurBot,
            "getChat" => $$"""{"id":{{PromotedBotId}},"type":"private","first_name":"Promoted","username":"{{PromotedBot}}"}""",
            "getMyCommands" => "[]",
            _ => "true",
        };
        var answer = Encoding.UTF8.GetBytes($$"""{"ok":true,"result":{{result}}}""");
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private string Show(JsonElement arguments, long messageId, long at)
    {
        var chat = arguments.GetProperty("chat_id").GetInt64();
        if (people.TryGetValue(chat, out var person))
        {
            var buttons = arguments.TryGetProperty("reply_markup", out var markup) && markup.TryGetProperty("inline_keyboard", out var keyboard) ? keyboard.Clone() : default;
            person.Show(messageId, arguments.GetProperty("text").GetString()!, buttons, at);
        }

        return Message(chat, messageId);
    }

    private static string Message(long chat, long messageId) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"message_id":{{messageId}},"date":1,"chat":{"id":{{chat}},"type":"private"},"text":"shown"}""");

    private async Task<string> GetUpdatesAsync(JsonElement arguments, CancellationToken aborted)
    {
        var offset = Number(arguments, "offset", 0);
        var limit = (int)Number(arguments, "limit", 100);
        var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(Number(arguments, "timeout", 0));
        while (true)
        {
            Task more;
            lock (gate)
            {
                pending.RemoveAll(update => update.Id < offset);
                if (pending.Count > 0)
                {
                    return HandOut(limit);
                }

                arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                more = arrived.Task;
            }

            var left = until - TimeProvider.System.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return "[]";
            }

            try
            {
                await more.WaitAsync(left, TimeProvider.System, aborted);
            }
            catch (TimeoutException)
            {
                return "[]";
            }
        }
    }

    private string HandOut(int limit)
    {
        var at = TimeProvider.System.GetTimestamp();
        var batch = new StringBuilder("[");
        foreach (var (_, json, act) in pending.Take(limit))
        {
            act.ReceivedAt = act.ReceivedAt == 0 ? at : act.ReceivedAt;
            batch.Append(batch.Length > 1 ? "," : string.Empty).Append(json);
        }

        return batch.Append(']').ToString();
    }

    private static long Number(JsonElement arguments, string name, long otherwise) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : otherwise;
}
