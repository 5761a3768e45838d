using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Text;
using Marketplace.Frontends.Sandbox.Telegram.Wire;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>What the methods that send a message share.</summary>
internal static class Outgoing
{
    public const int CaptionLimit = 1024;

    private static readonly string[] Common =
    [
        "business_connection_id", "chat_id", "message_thread_id", "direct_messages_topic_id", "disable_notification", "protect_content", "allow_paid_broadcast", "message_effect_id",
        "suggested_post_parameters", "reply_parameters", "reply_markup",
    ];

    public static IReadOnlyList<string> CaptionParameters { get; } = ["caption", "parse_mode", "caption_entities"];

    public static IReadOnlyList<string> ParametersWith(params IEnumerable<string> own) => [.. Common, .. own];

    public static FormattedText Caption(Arguments arguments) =>
        FormattedText.Parse(arguments.TextOrEmpty("caption"), arguments.Text("parse_mode"), arguments.Json("caption_entities", "caption_entities"));

    /// <summary>Checks the chat, the reply and the pace, and posts the message that <paramref name="fill"/> makes of a draft.</summary>
    public static WireMessage Post(BotCall call, FloodGate flood, Func<Message, Message> fill)
    {
        var markup = Keyboards.ReadMarkup(call.Arguments);
        return call.World.Do(world =>
        {
            var (person, draft) = Draft(call, markup);
            flood.Pass(call.Bot.Id, person.Id);
            return Posting.Post(world, Checked(fill(draft))).ToWire(world);
        });
    }

    public static (People.Person Person, Message Draft) Draft(BotCall call, Keyboards.Markup markup)
    {
        var person = Chats.Writable(call);
        return (person, new Message(call.Bot.Id, 0, person.Id, true, 0, "")
        {
            Keyboard = markup.Inline,
            ReplyKeyboard = markup.Reply,
            ReplyTo = Replies.Read(call, person),
            Protected = call.Arguments.Flag("protect_content"),
        });
    }

    public static Message With(this Message message, FormattedText caption, bool aboveMedia = false) =>
        message with { Text = caption.Text, Entities = caption.EntitiesOrNull, CaptionAboveMedia = aboveMedia };

    /// <summary>The server's limits on what a message says, after its markup is parsed.</summary>
    public static Message Checked(Message message)
    {
        if (message.HasCaption)
        {
            new FormattedText(message.Text, []).RequireLength(CaptionLimit, "message caption is too long");
        }

        return message;
    }
}
