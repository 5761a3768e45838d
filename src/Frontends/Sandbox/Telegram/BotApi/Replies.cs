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
            return Legacy(call, person);
        }

        if (reply.Member("message_id")?.Whole() is not { } messageId)
        {
            throw Refusal.BadRequest("Can't parse reply parameters: Can't find field \"message_id\"");
        }

        return Found(call, person, messageId, reply.IsTrue("allow_sending_without_reply"));
    }

    /// <summary>The server still reads what the argument was before it became an object.</summary>
    public static bool LinkPreviewIsOff(Arguments arguments) =>
        arguments.Json("link_preview_options", "link preview options") is { ValueKind: JsonValueKind.Object } options
            ? options.IsTrue("is_disabled")
            : arguments.Flag("disable_web_page_preview");

    /// <summary>The two arguments that <c>reply_parameters</c> replaced, and that the server still reads.</summary>
    private static long? Legacy(BotCall call, Person person) => call.Arguments.Integer("reply_to_message_id") is > 0 and var id
        ? Found(call, person, id, call.Arguments.Flag("allow_sending_without_reply"))
        : null;

    private static long? Found(BotCall call, Person person, long messageId, bool mayBeMissing) =>
        call.World.Messages.FindIn(person.Id, call.Bot.Id, messageId) is not null ? messageId
        : mayBeMissing ? null
        : throw Refusal.BadRequest("message to be replied not found");
}
