using Marketplace.Frontends.Sandbox.Telegram.Flood;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class EditMessageReplyMarkup(FloodGate flood) : IBotApiMethod
{
    public string Name => "editMessageReplyMarkup";

    public IReadOnlyList<string> Parameters => ["business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var keyboard = Keyboards.Read(call.Arguments, inlineOnly: true);
        return new(call.World.Do(_ =>
        {
            var message = Edits.Editable(call);
            return new Answer(Edits.Apply(call, flood, message, message with { Keyboard = keyboard }));
        }));
    }
}
