using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Updates;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

/// <summary>Confirms everything below <c>offset</c>, then waits for more. What is not confirmed is delivered again.</summary>
internal sealed class GetUpdates(LongPolls polls) : IBotApiMethod
{
    public string Name => "getUpdates";

    public IReadOnlyList<string> Parameters => ["offset", "limit", "timeout", "allowed_updates"];

    public async ValueTask<Answer> CallAsync(BotCall call)
    {
        var bot = call.Bot;
        if (call.World.Look(world => world.DeliveryOf(bot.Id).Webhook) is not null)
        {
            throw Refusal.Conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
        }

        var offset = call.Arguments.Integer("offset");
        var limit = (int)Math.Clamp(call.Arguments.Integer("limit", 100), 1, 100);
        var timeout = (int)Math.Clamp(call.Arguments.Integer("timeout"), 0, 50);
        Confirm(call, offset);
        var updates = await polls.WaitAsync(bot, offset, limit, timeout, call.Aborted).ConfigureAwait(false);
        return new Answer(updates.Select(update => JsonSerializer.Deserialize<JsonElement>(update.Json)).ToList());
    }

    private static void Confirm(BotCall call, long offset)
    {
        var allowed = AllowedUpdates.Read(call.Arguments);
        call.World.Do(world =>
        {
            world.Updates.Expire(call.Bot.Id, world.Now);
            if (allowed is not null)
            {
                world.Deliveries.Put(world.DeliveryOf(call.Bot.Id) with { AllowedUpdates = allowed });
            }

            var pending = world.Updates.Of(call.Bot.Id);
            // A negative offset counts from the end and forgets the rest.
            var keepFrom = offset >= 0 ? offset : pending.Skip((int)Math.Max(0, pending.Count + offset)).FirstOrDefault()?.UpdateId ?? 0;
            world.Updates.RemoveWhere(call.Bot.Id, update => update.UpdateId < keepFrom);
        });
    }
}
