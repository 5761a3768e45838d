using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Text;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SendMessage(FloodGate flood) : IBotApiMethod
{
    public const int TextLimit = 4096;

    public string Name => "sendMessage";

    public IReadOnlyList<string> Parameters { get; } = Outgoing.ParametersWith("text", "parse_mode", "entities", "link_preview_options");

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var arguments = call.Arguments;
        var text = FormattedText.Parse(arguments.TextOrEmpty("text"), arguments.Text("parse_mode"), arguments.Json("entities", "entities"));
        if (text.Text.Length == 0)
        {
            throw Refusal.BadRequest("message text is empty");
        }

        return new(new Answer(Outgoing.Post(call, flood, draft =>
        {
            text.RequireLength(TextLimit, "message is too long");
            return draft.With(text) with { LinkPreview = !Replies.LinkPreviewIsOff(arguments) };
        })));
    }
}
