using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Files;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Text;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>An InputMedia object: a file with its caption, in an album or in the place of another.</summary>
internal sealed record InputMedia(FileKind Kind, StoredFile File, FormattedText Caption, JsonElement Object)
{
    public static async Task<InputMedia> ReadAsync(BotCall call, JsonElement media, bool forAlbum)
    {
        if (media.ValueKind != JsonValueKind.Object)
        {
            throw Refusal.BadRequest("expected an Object");
        }

        var type = Text(media, "type") ?? throw Refusal.BadRequest("Can't find field \"type\"");
        if (forAlbum && type == "animation")
        {
            throw Refusal.BadRequest("type \"animation\" can't be used in sendMediaGroup");
        }

        var kind = type is "photo" or "video" or "animation" or "audio" or "document" ? FileKind.Named(type)! : throw Refusal.BadRequest($"type \"{type}\" is unsupported");
        var caption = FormattedText.Parse(Text(media, "caption") ?? "", Text(media, "parse_mode"), media.Member("caption_entities"));
        var file = await Uploads.FindAsync(call, kind, Text(media, "media") ?? "").ConfigureAwait(false) ?? throw Refusal.BadRequest("media not found");
        return new InputMedia(kind, file, caption, media);
    }

    /// <summary>The message with this content instead of its own.</summary>
    public Message On(Message message) => Outgoing.Checked(Content(message, Kind, File, name => Text(Object, name))
        .With(Caption, Object.IsTrue("show_caption_above_media")));

    public static Message Content(Message message, FileKind kind, StoredFile file, Func<string, string?> told) => kind == FileKind.Photo
        ? message with { Photo = Photo.Of(file), Attachment = null }
        : message with { Photo = null, Attachment = Attachment.Of(kind, file, told) };

    private static string? Text(JsonElement json, string name) => json.Member(name)?.ToString();
}
