using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Delivery to a webhook: secret, order, retries, Retry-After, a call in the answer, and what getWebhookInfo says.</summary>
public sealed class WebhookTests
{
    private Sandbox _sandbox = null!;
    private Hook _hook = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await Sandbox.StartAsync();
        _hook = await Hook.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _sandbox.DisposeAsync();
        await _hook.DisposeAsync();
    }

    [Test]
    public async Task Updates_come_in_order_with_the_secret_and_are_then_gone()
    {
        var set = await _sandbox.CallAsync("setWebhook", new { url = _hook.Url, secret_token = "s3cret_-" });
        Assert.That(set["description"]!.GetValue<string>(), Is.EqualTo("Webhook was set"));
        await _sandbox.SayAsync(Sandbox.Bob, "one");
        await _sandbox.SayAsync(Sandbox.Bob, "two");
        Assert.That((await _hook.NextAsync()).Text, Is.EqualTo("one"));
        var second = await _hook.NextAsync();
        Assert.That(second.Text, Is.EqualTo("two"));
        Assert.That(second.Secret, Is.EqualTo("s3cret_-"));
        await UntilAsync(async () => (await InfoAsync())["pending_update_count"]!.GetValue<int>() == 0);
    }

    [Test]
    public async Task A_failed_delivery_is_repeated_after_a_growing_delay_and_noted()
    {
        await _sandbox.ResultAsync("setWebhook", new { url = _hook.Url });
        _hook.Answer = (500, null, "");
        await _sandbox.SayAsync(Sandbox.Bob, "one");
        Assert.That((await _hook.NextAsync()).Text, Is.EqualTo("one"));
        await UntilAsync(async () => (await InfoAsync())["last_error_message"] is not null);
        Assert.That((await InfoAsync())["last_error_message"]!.GetValue<string>(), Is.EqualTo("Wrong response from the webhook: 500 Internal Server Error"));
        Assert.That((await InfoAsync())["pending_update_count"]!.GetValue<int>(), Is.EqualTo(1));
        _hook.Answer = (200, null, "");
        await AdvanceUntilAsync(2, () => _hook.Received > 1);
        Assert.That((await _hook.NextAsync()).Text, Is.EqualTo("one"));
    }

    [Test]
    public async Task The_webhooks_own_Retry_After_is_honoured()
    {
        await _sandbox.ResultAsync("setWebhook", new { url = _hook.Url });
        _hook.Answer = (429, "600", "");
        await _sandbox.SayAsync(Sandbox.Bob, "one");
        await _hook.NextAsync();
        await UntilAsync(async () => (await InfoAsync())["last_error_message"] is not null);
        _hook.Answer = (200, null, "");
        await _sandbox.ActAsync("clock/advance", new { seconds = 500 });
        await _sandbox.SayAsync(Sandbox.Ada, "another chat does not wait");
        Assert.That((await _hook.NextAsync()).Text, Is.EqualTo("another chat does not wait"));
        Assert.That(_hook.Received, Is.EqualTo(2));
        await AdvanceUntilAsync(101, () => _hook.Received > 2);
        Assert.That((await _hook.NextAsync()).Text, Is.EqualTo("one"));
    }

    [Test]
    public async Task The_answer_may_carry_one_call()
    {
        await _sandbox.ResultAsync("setWebhook", new { url = _hook.Url });
        _hook.Answer = (200, null, $$"""{"method":"sendMessage","chat_id":{{Sandbox.Bob}},"text":"from the answer"}""");
        var said = await _sandbox.SayAsync(Sandbox.Bob, "one");
        var history = await _sandbox.SeeAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/messages?after={said["version"]}&wait=30");
        Assert.That(history["messages"]![0]!["text"]!.GetValue<string>(), Is.EqualTo("from the answer"));
    }

    [Test]
    public async Task Setting_and_deleting_say_what_they_did()
    {
        Assert.That(await DescriptionAsync("deleteWebhook"), Is.EqualTo("Webhook is already deleted"));
        Assert.That(await DescriptionAsync("setWebhook", new { url = _hook.Url }), Is.EqualTo("Webhook was set"));
        Assert.That(await DescriptionAsync("setWebhook", new { url = _hook.Url }), Is.EqualTo("Too Many Requests: retry after 1"));
        await _sandbox.ActAsync("clock/advance", new { seconds = 1 });
        Assert.That(await DescriptionAsync("setWebhook", new { url = _hook.Url }), Is.EqualTo("Webhook is already set"));
        Assert.That((await InfoAsync())["url"]!.GetValue<string>(), Is.EqualTo(_hook.Url.ToString()));
        Assert.That(await DescriptionAsync("deleteWebhook"), Is.EqualTo("Webhook was deleted"));
        Assert.That((await InfoAsync())["url"]!.GetValue<string>(), Is.Empty);
    }

    private Task<JsonNode> InfoAsync() => _sandbox.ResultAsync("getWebhookInfo");

    private async Task<string> DescriptionAsync(string method, object? arguments = null) => (await _sandbox.CallAsync(method, arguments))["description"]!.GetValue<string>();

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Yield();
        }
    }

    /// <summary>Moves the sandbox's clock on until the condition holds: the delay may begin only after the first move.</summary>
    private Task AdvanceUntilAsync(int seconds, Func<bool> condition) => UntilAsync(async () =>
    {
        if (!condition())
        {
            await _sandbox.ActAsync("clock/advance", new { seconds });
        }

        return condition();
    });

    private sealed class Hook(WebApplication app) : IAsyncDisposable
    {
        private readonly Channel<(string Text, string? Secret)> _deliveries = Channel.CreateUnbounded<(string, string?)>();
        private int _received;

        public Uri Url { get; private set; } = null!;

        public int Received => Volatile.Read(ref _received);

        public (int Status, string? RetryAfter, string Body) Answer { get; set; } = (200, null, "");

        public static async Task<Hook> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var hook = new Hook(builder.Build());
            await hook.RunAsync();
            return hook;
        }

        public ValueTask<(string Text, string? Secret)> NextAsync() => _deliveries.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task RunAsync()
        {
            app.MapPost("/hook", async (HttpContext context) =>
            {
                var update = (await JsonNode.ParseAsync(context.Request.Body))!;
                var (status, retryAfter, body) = Answer;
                context.Response.StatusCode = status;
                if (retryAfter is not null)
                {
                    context.Response.Headers.RetryAfter = retryAfter;
                }

                Interlocked.Increment(ref _received);
                await _deliveries.Writer.WriteAsync((update["message"]!["text"]!.GetValue<string>(), context.Request.Headers["X-Telegram-Bot-Api-Secret-Token"]));
                await context.Response.WriteAsync(body);
            });
            await app.StartAsync();
            Url = new Uri(new Uri(app.Urls.First()), "/hook");
        }
    }
}
