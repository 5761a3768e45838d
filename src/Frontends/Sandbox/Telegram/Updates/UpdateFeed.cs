using System.Text.Json.Nodes;
using Marketplace.Frontends.Sandbox.Telegram.Bots;

namespace Marketplace.Frontends.Sandbox.Telegram.Updates;

/// <summary>Turns what people do into updates, by the kinds that the bot has asked for.</summary>
internal static class UpdateFeed
{
    /// <summary>Kinds that arrive only when named in <c>allowed_updates</c>.</summary>
    private static readonly HashSet<string> OnRequest = ["chat_member", "message_reaction", "message_reaction_count"];

    public static void Add(TelegramWorld world, Bot bot, string kind, string queue, object payload)
    {
        if (bot.Life != BotLife.Hosted || !Wants(world.DeliveryOf(bot.Id).AllowedUpdates, kind))
        {
            return;
        }

        var body = new JsonObject { [kind] = JsonNode.Parse(SandboxJson.Write(payload)) };
        AddRaw(world, bot, body, queue, LifetimeOf(kind));
    }

    /// <summary>Queues any object at all; its <c>update_id</c> is filled in where it has none.</summary>
    public static long AddRaw(TelegramWorld world, Bot bot, JsonObject body, string queue, TimeSpan? lifetime = null)
    {
        var id = world.Next($"update/{bot.Id}", first: 730_000_001);
        var update = new JsonObject { ["update_id"] = id };
        foreach (var (name, value) in body.ToList())
        {
            body.Remove(name);
            update[name] = value;
        }

        world.Updates.Put(new PendingUpdate(bot.Id, id, queue, update.ToJsonString(SandboxJson.Options), world.Now + (lifetime ?? LifetimeOf("message"))));
        return id;
    }

    private static bool Wants(IReadOnlyList<string>? allowed, string kind) => allowed is { Count: > 0 } ? allowed.Contains(kind) : !OnRequest.Contains(kind);

    private static TimeSpan LifetimeOf(string kind) => kind switch
    {
        "callback_query" or "pre_checkout_query" or "shipping_query" => TimeSpan.FromSeconds(150),
        "inline_query" => TimeSpan.FromSeconds(30),
        "chosen_inline_result" => TimeSpan.FromSeconds(600),
        _ => TimeSpan.FromHours(24),
    };
}
