using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.People;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>The small object arguments that several methods share.</summary>
internal static class Replies
{
    /// <summary>The message that is answered, or null.</summary>
    public static long? Read(BotCall call, Person person)
    {
        if (call.Arguments.Json("reply_parameters", "ReplyParameters") is not { ValueKind: JsonValueKind.Object } reply)
        {
            return null;
        }

        if (!reply.TryGetProperty("message_id", out var id) || !id.TryGetInt64(out var messageId))
        {
            throw Refusal.BadRequest("Can't parse reply parameters: Can't find field \"message_id\"");
        }

        if (call.World.Messages.FindIn(person.Id, call.Bot.Id, messageId) is not null)
        {
            return messageId;
        }

        return reply.TryGetProperty("allow_sending_without_reply", out var allowed) && allowed.ValueKind == JsonValueKind.True
            ? null
            : throw Refusal.BadRequest("message to be replied not found");
    }

    public static bool LinkPreviewIsOff(Arguments arguments) =>
        arguments.Json("link_preview_options", "link preview options") is { ValueKind: JsonValueKind.Object } options
        && options.TryGetProperty("is_disabled", out var disabled)
        && disabled.ValueKind == JsonValueKind.True;
}
