using Marketplace.Frontends.Sandbox.Telegram.Files;
using Marketplace.Frontends.Sandbox.Telegram.Flood;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

/// <summary>The methods that send one file: they differ in the kind, and in what is told about it.</summary>
internal abstract class SendFile(FloodGate flood, FileKind kind, string name, params string[] own) : IBotApiMethod
{
    public string Name => name;

    public IReadOnlyList<string> Parameters { get; } = Outgoing.ParametersWith([kind.Field, .. kind.HasCaption ? Outgoing.CaptionParameters : [], .. own]);

    public async ValueTask<Answer> CallAsync(BotCall call)
    {
        var arguments = call.Arguments;
        var caption = kind.HasCaption ? Outgoing.Caption(arguments) : Text.FormattedText.Typed("");
        var file = await Uploads.ReadAsync(call, kind).ConfigureAwait(false);
        return new Answer(Outgoing.Post(
            call, flood, draft => InputMedia.Content(draft, kind, file, arguments.Text).With(caption, arguments.Flag("show_caption_above_media"))));
    }
}

internal sealed class SendPhoto(FloodGate flood) : SendFile(flood, FileKind.Photo, "sendPhoto", "show_caption_above_media", "has_spoiler");

internal sealed class SendDocument(FloodGate flood) : SendFile(flood, FileKind.Document, "sendDocument", "thumbnail", "disable_content_type_detection");

internal sealed class SendAudio(FloodGate flood) : SendFile(flood, FileKind.Audio, "sendAudio", "duration", "performer", "title", "thumbnail");

internal sealed class SendVideo(FloodGate flood) : SendFile(
    flood, FileKind.Video, "sendVideo", "duration", "width", "height", "thumbnail", "cover", "start_timestamp", "show_caption_above_media", "has_spoiler", "supports_streaming");

internal sealed class SendVoice(FloodGate flood) : SendFile(flood, FileKind.Voice, "sendVoice", "duration");

internal sealed class SendAnimation(FloodGate flood) : SendFile(
    flood, FileKind.Animation, "sendAnimation", "duration", "width", "height", "thumbnail", "show_caption_above_media", "has_spoiler");

internal sealed class SendVideoNote(FloodGate flood) : SendFile(flood, FileKind.VideoNote, "sendVideoNote", "duration", "length", "thumbnail");

internal sealed class SendSticker(FloodGate flood) : SendFile(flood, FileKind.Sticker, "sendSticker", "emoji");
