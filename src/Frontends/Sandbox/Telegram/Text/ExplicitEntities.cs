using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.Text;

/// <summary>The <c>entities</c> argument: types the server accepts from a bot; what lies outside the text is refused.</summary>
internal static class ExplicitEntities
{
    private static readonly HashSet<string> Known =
    [
        "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji",
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "date_time",
    ];

    public static IReadOnlyList<MessageEntity> Read(JsonElement? argument, string text)
    {
        if (argument is not { } json)
        {
            return [];
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            throw Refusal.BadRequest("Can't parse entities: Expected an Array of MessageEntity");
        }

        return [.. json.EnumerateArray().Select(entity => Entity(entity, text))];
    }

    private static MessageEntity Entity(JsonElement json, string text)
    {
        MessageEntity? entity;
        try
        {
            entity = json.Deserialize<MessageEntity>(SandboxJson.Options);
        }
        catch (JsonException)
        {
            entity = null;
        }

        if (entity?.Type is null)
        {
            throw Refusal.BadRequest("Can't parse MessageEntity: Expected an Object");
        }

        if (!Known.Contains(entity.Type))
        {
            throw Refusal.BadRequest("Can't parse MessageEntity: Unsupported type specified");
        }

        if (entity.Offset < 0 || entity.Length <= 0 || (long)entity.Offset + entity.Length > text.Length)
        {
            throw Refusal.BadRequest($"entity beginning at UTF-16 offset {entity.Offset} ends after the end of the text at UTF-16 offset {(long)entity.Offset + entity.Length}");
        }

        return entity;
    }
}
