using Marketplace.Frontends.Sandbox.Telegram.Flood;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class EditMessageCaption(FloodGate flood) : IBotApiMethod
{
    public string Name => "editMessageCaption";

    public IReadOnlyList<string> Parameters { get; } =
        [.. Outgoing.CaptionParameters, "business_connection_id", "chat_id", "message_id", "inline_message_id", "show_caption_above_media", "reply_markup"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var caption = Outgoing.Caption(call.Arguments);
        var keyboard = Keyboards.Read(call.Arguments, inlineOnly: true);
        return new(call.World.Do(_ =>
        {
            var message = Edits.Editable(call);
            if (!message.HasCaption)
            {
                throw Refusal.BadRequest("there is no caption in the message to edit");
            }

            var edited = Outgoing.Checked(message.With(caption, call.Arguments.Flag("show_caption_above_media"))) with { Keyboard = keyboard };
            return new Answer(Edits.Apply(call, flood, message, edited));
        }));
    }
}

/// <summary>Another file in the place of the one that is there; a text becomes a file's message, too.</summary>
internal sealed class EditMessageMedia(FloodGate flood) : IBotApiMethod
{
    public string Name => "editMessageMedia";

    public IReadOnlyList<string> Parameters => ["business_connection_id", "chat_id", "message_id", "inline_message_id", "media", "reply_markup"];

    public async ValueTask<Answer> CallAsync(BotCall call)
    {
        if (call.Arguments.Json("media", "input media") is not { } argument)
        {
            throw Refusal.BadRequest("Parameter \"media\" is required");
        }

        var keyboard = Keyboards.Read(call.Arguments, inlineOnly: true);
        var media = await ReadAsync(call, argument).ConfigureAwait(false);
        return call.World.Do(_ =>
        {
            var message = Edits.Editable(call);
            if (!message.HasText && !message.HasCaption)
            {
                throw Refusal.BadRequest("message can't be edited");
            }

            return new Answer(Edits.Apply(call, flood, message, media.On(message) with { Keyboard = keyboard }));
        });
    }

    private static async Task<InputMedia> ReadAsync(BotCall call, System.Text.Json.JsonElement argument)
    {
        try
        {
            return await InputMedia.ReadAsync(call, argument, forAlbum: false).ConfigureAwait(false);
        }
        catch (Refusal refusal) when (refusal.Code == 400)
        {
            throw Refusal.BadRequest("can't parse InputMedia: " + refusal.Message["Bad Request: ".Length..]);
        }
    }
}
