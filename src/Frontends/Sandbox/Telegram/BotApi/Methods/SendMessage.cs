using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Text;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SendMessage(FloodGate flood) : IBotApiMethod
{
    public const int TextLimit = 4096;

    public string Name => "sendMessage";

    public IReadOnlyList<string> Parameters =>
    [
        "business_connection_id", "chat_id", "message_thread_id", "direct_messages_topic_id", "text", "parse_mode", "entities", "link_preview_options", "disable_notification",
        "protect_content", "allow_paid_broadcast", "message_effect_id", "suggested_post_parameters", "reply_parameters", "reply_markup",
    ];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var arguments = call.Arguments;
        var text = FormattedText.Parse(arguments.TextOrEmpty("text"), arguments.Text("parse_mode"), arguments.Json("entities", "entities"));
        if (text.Text.Length == 0)
        {
            throw Refusal.BadRequest("message text is empty");
        }

        var keyboard = Keyboards.Read(arguments, inlineOnly: false);
        var sent = call.World.Do(world =>
        {
            var person = Chats.Writable(call);
            text.RequireLength(TextLimit, "message is too long");
            var replyTo = Replies.Read(call, person);
            flood.Pass(call.Bot.Id, person.Id);
            return Posting.Post(world, new Message(call.Bot.Id, 0, person.Id, true, 0, text.Text)
            {
                Entities = text.EntitiesOrNull,
                Keyboard = keyboard,
                ReplyTo = replyTo,
                Protected = arguments.Flag("protect_content"),
                LinkPreview = !Replies.LinkPreviewIsOff(arguments),
            }).ToWire(world);
        });
        return new(new Answer(sent));
    }
}
