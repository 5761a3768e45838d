using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Telegram.Inline;

/// <summary>A person typed <c>@bot</c> and some words somewhere; <see cref="Results"/> is what the bot offers.</summary>
internal sealed record InlineQuery(string Id, long BotId, long PersonId, string Query, DateTimeOffset AskedAt)
{
    public JsonElement? Results { get; init; }
}
