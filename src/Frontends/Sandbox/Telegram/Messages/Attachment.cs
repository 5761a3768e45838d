using System.Globalization;
using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Files;

namespace Marketplace.Frontends.Sandbox.Telegram.Messages;

/// <summary>What a message carries other than text and a photo: the field's name, and its object as the bot sees it.</summary>
internal sealed record Attachment(string Kind, JsonElement Body)
{
    /// <summary>Where its text is a caption; the others have none.</summary>
    public bool HasCaption => FileKind.Named(Kind) is { HasCaption: true };

    /// <summary>Something that happened rather than something said: it can be neither forwarded nor copied.</summary>
    public bool IsService => Kind is "successful_payment" or "refunded_payment";

    public string? FileId => Body.TryGetProperty("file_id", out var id) ? id.GetString() : null;

    public static Attachment Of(string kind, object body) => new(kind, JsonSerializer.SerializeToElement(body, SandboxJson.Options));

    /// <summary>A file as the kind it was sent as; <paramref name="told"/> is what the bot said about it.</summary>
    public static Attachment Of(FileKind kind, StoredFile file, Func<string, string?> told)
    {
        var body = new Dictionary<string, object?> { ["file_id"] = file.FileId, ["file_unique_id"] = file.FileUniqueId, ["file_size"] = file.Size };
        if (kind != FileKind.Sticker && kind != FileKind.VideoNote)
        {
            body["mime_type"] = file.MimeType;
        }

        if (kind != FileKind.Sticker && kind != FileKind.VideoNote && kind != FileKind.Voice && file.Name is not null)
        {
            body["file_name"] = file.Name;
        }

        switch (kind.Field)
        {
            case "audio":
                body["duration"] = Number(told("duration"));
                AddText(body, "performer", told);
                AddText(body, "title", told);
                break;
            case "voice":
                body["duration"] = Number(told("duration"));
                break;
            case "video" or "animation":
                body["width"] = Number(told("width"), 640);
                body["height"] = Number(told("height"), 360);
                body["duration"] = Number(told("duration"));
                break;
            case "video_note":
                body["length"] = Number(told("length"), 240);
                body["duration"] = Number(told("duration"));
                break;
            case "sticker":
                (body["type"], body["width"], body["height"]) = ("regular", 512, 512);
                body["is_animated"] = file.MimeType is "application/x-tgsticker";
                body["is_video"] = file.MimeType is "video/webm";
                AddText(body, "emoji", told);
                break;
        }

        return Of(kind.Field, body);
    }

    /// <summary>One line of words for a client that shows no more.</summary>
    public string InWords() => Kind switch
    {
        "location" => $"📍 {Text("latitude")}, {Text("longitude")}",
        "venue" => $"📍 {Text("title")}, {Text("address")}",
        "contact" => $"👤 {Text("first_name")} {Text("phone_number")}",
        "dice" => $"{Text("emoji")} {Text("value")}",
        "poll" => $"📊 {Text("question")}\n" + string.Join('\n', Body.GetProperty("options").EnumerateArray().Select(option => "○ " + option.GetProperty("text").GetString())),
        "invoice" => $"🧾 {Text("title")}: {Text("description")} ({Text("total_amount")} {Text("currency")})",
        "successful_payment" => $"✅ {Text("total_amount")} {Text("currency")}",
        "refunded_payment" => $"↩ {Text("total_amount")} {Text("currency")}",
        _ => "",
    };

    private string Text(string name) => Body.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static int Number(string? text, int otherwise = 0) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static void AddText(Dictionary<string, object?> body, string name, Func<string, string?> told)
    {
        if (told(name) is { Length: > 0 } text)
        {
            body[name] = text;
        }
    }
}
