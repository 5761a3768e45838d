using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Frontends.Telegram.BotApi;

namespace Marketplace.Frontends.Telegram.Updates;

/// <summary>What a message carries besides words, and how the same content is recognised when it comes again.</summary>
internal static class MediaReading
{
    /// <summary>
    /// Content a person sends on purpose. An animation also carries a document, so it comes first. Service messages (a pinned message,
    /// a new background…) are none.
    /// </summary>
    private static readonly string[] Kinds =
    [
        "animation", "audio", "document", "live_photo", "paid_media", "photo", "sticker", "story", "video", "video_note", "voice",
        "rich_message", "checklist", "contact", "dice", "game", "giveaway", "giveaway_winners", "invoice", "poll", "venue", "location",
        "gift", "users_shared", "chat_shared", "web_app_data", "passport_data",
    ];

    public static string? Kind(Message message) => Kind(message.Rest);

    /// <summary>
    /// The file where there is one, else the words, else whatever the content is made of. The file goes before its caption, because a
    /// forwarder may drop the caption, and one message must not have two fingerprints. Formatting does not count.
    /// </summary>
    public static string Fingerprint(Message message) => Hash(FileIds(message.Rest)
        ?? (message.Text ?? message.Caption) switch
        {
            { } words => "text:" + words.Normalize(NormalizationForm.FormC),
            null => Remainder(message.Rest),
        });

    private static string? Kind(Dictionary<string, JsonElement>? rest) =>
        rest is null ? null : Array.Find(Kinds, kind => rest.TryGetValue(kind, out var value) && value.ValueKind is not JsonValueKind.Null);

    private static string? FileIds(Dictionary<string, JsonElement>? rest) =>
        Kind(rest) is { } kind && FileId(rest![kind]) is { } id ? $"file:{id}" : null;

    private static string? FileId(JsonElement content) => content.ValueKind switch
    {
        // A photo comes in several sizes, each a file: the largest is the last.
        JsonValueKind.Array when content.GetArrayLength() > 0 => FileId(content[content.GetArrayLength() - 1]),
        JsonValueKind.Object when content.TryGetProperty("file_unique_id", out var id) && id.ValueKind == JsonValueKind.String => id.GetRawText(),
        _ => null,
    };

    private static string Remainder(Dictionary<string, JsonElement>? rest) => Kind(rest) switch
    {
        // The votes of a poll change from one forward to the next; its id does not.
        "poll" when rest!["poll"].ValueKind == JsonValueKind.Object && rest["poll"].TryGetProperty("id", out var id) => $"poll:{id.GetRawText()}",
        { } kind => $"{kind}:{rest![kind].GetRawText()}",
        null => "nothing",
    };

    private static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
