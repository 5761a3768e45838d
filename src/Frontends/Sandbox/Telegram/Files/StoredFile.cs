namespace Marketplace.Frontends.Sandbox.Telegram.Files;

/// <summary>A file that a bot or a person sent. Its id names it for the bots, its path is where it is downloaded.</summary>
internal sealed record StoredFile(string FileId, string FileUniqueId, string Kind, string Path, long Size)
{
    public string? Name { get; init; }

    public string? MimeType { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>The content in base64; null for what was named by an address, because the sandbox reaches no network.</summary>
    public string? Content { get; init; }
}

/// <summary>What the Bot API tells apart when a file is sent: <see cref="Field"/> is its name in calls and messages.</summary>
internal sealed record FileKind(string Field, string Words, string Type, string Prefix, string Folder, string Extension, string MimeType, int Limit = FileKind.LargestUpload)
{
    /// <summary>https://core.telegram.org/bots/api#sending-files: 50 MB, photos 10 MB.</summary>
    public const int LargestUpload = 50 * 1024 * 1024;

    public static readonly FileKind Photo = new("photo", "photo", "Photo", "AgACAgIAAx", "photos", "jpg", "image/jpeg", 10 * 1024 * 1024);
    public static readonly FileKind Document = new("document", "document", "Document", "BQACAgIAAx", "documents", "bin", "application/octet-stream");
    public static readonly FileKind Audio = new("audio", "audio", "Audio", "CQACAgIAAx", "music", "mp3", "audio/mpeg");
    public static readonly FileKind Video = new("video", "video", "Video", "BAACAgIAAx", "videos", "mp4", "video/mp4");
    public static readonly FileKind Voice = new("voice", "voice", "VoiceNote", "AwACAgIAAx", "voice", "oga", "audio/ogg");
    public static readonly FileKind Animation = new("animation", "animation", "Animation", "CgACAgIAAx", "animations", "mp4", "video/mp4");
    public static readonly FileKind VideoNote = new("video_note", "video note", "VideoNote", "DQACAgIAAx", "video_notes", "mp4", "video/mp4");
    public static readonly FileKind Sticker = new("sticker", "sticker", "Sticker", "CAACAgIAAx", "stickers", "webp", "image/webp");

    public static readonly FileKind[] All = [Photo, Document, Audio, Video, Voice, Animation, VideoNote, Sticker];

    public bool HasCaption => this != Sticker && this != VideoNote;

    public static FileKind? Named(string? field) => Array.Find(All, kind => kind.Field == field);
}
