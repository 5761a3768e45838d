using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Frontends.Sandbox.Telegram.Updates;

/// <summary>
/// Delivers updates to webhooks: in order within a chat (and within a person's callbacks), in parallel across them up to <c>max_connections</c>. A failure is repeated with
/// doubling delay, or after the webhook's own <c>Retry-After</c>, until the update's lifetime ends.
/// </summary>
internal sealed class WebhookSender(TelegramWorld world, BotApiEndpoint endpoint, WebhookPost post) : BackgroundService
{
    private const int DelayCap = 60;
    private readonly ConcurrentDictionary<(long BotId, string Queue), Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = world.Changed.Next;
            foreach (var bot in world.Bots.Values)
            {
                StartQueues(bot, stoppingToken);
            }

            await changed.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void StartQueues(Bot bot, CancellationToken stoppingToken)
    {
        if (world.Look(_ => world.DeliveryOf(bot.Id).Webhook) is not { } webhook)
        {
            return;
        }

        foreach (var queue in world.Look(_ => QueuesOf(bot)))
        {
            if (_running.Keys.Count(key => key.BotId == bot.Id) < webhook.MaxConnections && !_running.ContainsKey((bot.Id, queue)))
            {
                var turn = new TaskCompletionSource();
                _running[(bot.Id, queue)] = DrainAsync(bot, queue, turn.Task, stoppingToken);
                turn.SetResult();
            }
        }
    }

    private List<string> QueuesOf(Bot bot)
    {
        var now = world.Now;
        return [.. world.Updates.Of(bot.Id).Where(update => update.ExpiresAt > now).Select(update => update.Queue).Distinct()];
    }

    private async Task DrainAsync(Bot bot, string queue, Task entered, CancellationToken stoppingToken)
    {
        await entered.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var delay = TimeSpan.FromSeconds(1);
            while (Head(bot, queue) is var (webhook, update))
            {
                var answer = await post.SendAsync(webhook, update.Json, stoppingToken).ConfigureAwait(false);
                if (answer.Error is null)
                {
                    delay = TimeSpan.FromSeconds(1);
                    world.Do(_ => world.Updates.Remove(update));
                    await CallAsync(bot, answer.Call, stoppingToken).ConfigureAwait(false);
                    continue;
                }

                Remember(bot, answer.Error);
                await world.Clock.WaitUntilAsync(world.Now + (answer.RetryAfter ?? delay), new TaskCompletionSource().Task, stoppingToken).ConfigureAwait(false);
                // Doubling up to 60 s, and from there a random time up to 120 s, so that many bots do not knock at once.
                delay = delay * 2 < TimeSpan.FromSeconds(DelayCap) ? delay * 2 : TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(DelayCap, 2 * DelayCap));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not delivered is still in the queue.
        }
        finally
        {
            _running.TryRemove((bot.Id, queue), out _);
        }

        // Something may have arrived between the last look and the farewell above.
        world.Changed.Pulse();
    }

    private (Webhook Webhook, PendingUpdate Update)? Head(Bot bot, string queue) => world.Look(_ =>
        world.DeliveryOf(bot.Id).Webhook is { } webhook
        && world.Updates.Of(bot.Id).FirstOrDefault(update => update.Queue == queue && update.ExpiresAt > world.Now) is { } update
            ? (webhook, update)
            : ((Webhook, PendingUpdate)?)null);

    private void Remember(Bot bot, string error) => world.Do(_ =>
    {
        var delivery = world.DeliveryOf(bot.Id);
        if (delivery.Webhook is { } webhook)
        {
            world.Deliveries.Put(delivery with { Webhook = webhook with { LastErrorDate = world.NowSeconds, LastErrorMessage = error } });
        }
    });

    /// <summary>A good answer may carry one call; what asks for a result, or would change the webhook itself, may not.</summary>
    private async Task CallAsync(Bot bot, JsonElement? call, CancellationToken stoppingToken)
    {
        if (call is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty("method", out var name) || name.GetString() is not { } method)
        {
            return;
        }

        if (method.ToLowerInvariant() is "setwebhook" or "deletewebhook" or "close" or "logout" || method.StartsWith("get", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var arguments = body.EnumerateObject().Where(property => property.Name != "method").ToDictionary(property => property.Name, property => property.Value);
        await endpoint.CallFromWebhookAsync(bot, method, Arguments.From(JsonSerializer.SerializeToElement(arguments)), stoppingToken).ConfigureAwait(false);
    }
}
