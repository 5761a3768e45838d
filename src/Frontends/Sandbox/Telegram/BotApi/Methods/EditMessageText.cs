using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Text;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class EditMessageText(FloodGate flood) : IBotApiMethod
{
    public string Name => "editMessageText";

    public IReadOnlyList<string> Parameters =>
    [
        "business_connection_id", "chat_id", "message_id", "inline_message_id", "text", "parse_mode", "entities", "link_preview_options", "rich_message", "reply_markup",
    ];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var arguments = call.Arguments;
        var text = FormattedText.Parse(arguments.TextOrEmpty("text"), arguments.Text("parse_mode"), arguments.Json("entities", "entities"));
        if (text.Text.Length == 0)
        {
            throw Refusal.BadRequest("message text is empty");
        }

        var keyboard = Keyboards.Read(arguments, inlineOnly: true);
        return new(call.World.Do(world =>
        {
            var message = Edits.Editable(call);
            if (!message.HasText)
            {
                throw Refusal.BadRequest("there is no text in the message to edit");
            }

            text.RequireLength(SendMessage.TextLimit, "message is too long");
            var edited = message with { Text = text.Text, Entities = text.EntitiesOrNull, Keyboard = keyboard, LinkPreview = !Replies.LinkPreviewIsOff(arguments) };
            return new Answer(Edits.Apply(call, flood, message, edited));
        }));
    }
}
