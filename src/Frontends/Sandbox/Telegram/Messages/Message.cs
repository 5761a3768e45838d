namespace Marketplace.Frontends.Sandbox.Telegram.Messages;

/// <summary>
/// A message of the private chat between a person and a bot. Ids count up per bot, over all of its chats. <see cref="Version"/> is the world's
/// version at the last change, so that a reader can ask for what is newer.
/// </summary>
internal sealed record Message(long BotId, long Id, long PersonId, bool FromBot, long Date, string Text)
{
    public long Version { get; init; }

    public IReadOnlyList<MessageEntity>? Entities { get; init; }

    public long? EditDate { get; init; }

    public Photo? Photo { get; init; }

    public Attachment? Attachment { get; init; }

    public bool CaptionAboveMedia { get; init; }

    /// <summary>Messages of one album share it.</summary>
    public string? AlbumId { get; init; }

    /// <summary>The bot's own reaction, an emoji.</summary>
    public string? Reaction { get; init; }

    public bool Pinned { get; init; }

    /// <summary>The invoice that its button pays.</summary>
    public string? InvoiceSlug { get; init; }

    public InlineKeyboard? Keyboard { get; init; }

    /// <summary>Keys below the person's input field, until another message replaces or removes them (then it is empty).</summary>
    public IReadOnlyList<IReadOnlyList<string>>? ReplyKeyboard { get; init; }

    public ForwardOrigin? Origin { get; init; }

    public long? ReplyTo { get; init; }

    public bool Protected { get; init; }

    public bool LinkPreview { get; init; } = true;

    public bool Deleted { get; init; }

    public bool HasCaption => Photo is not null || Attachment is { HasCaption: true };

    public bool HasText => Photo is null && Attachment is null;

    public static string KeyOf(long botId, long messageId) => $"{botId}/{messageId}";
}

internal sealed record Photo(string FileId, string FileUniqueId, int Width, int Height, int FileSize)
{
    /// <summary>The picture itself for the page, as a data URI; absent where the bot named a picture by URL.</summary>
    public string? Source { get; init; }

    private const string Placeholder =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 6'%3E%3Crect width='8' height='6' fill='%23cfd8e3'/%3E%3Cpath d='M1 5l2-2.5 1.5 1.5L6 2.5 7.5 5z' fill='%238fa3b7'/%3E%3C/svg%3E";

    public static Photo Of(Files.StoredFile file) => new(file.FileId, file.FileUniqueId, file.Width, file.Height, (int)file.Size)
    {
        Source = file.Content is null ? Placeholder : $"data:{file.MimeType};base64,{file.Content}",
    };
}

internal sealed record MessageEntity(string Type, int Offset, int Length)
{
    public string? Url { get; init; }

    public Wire.User? User { get; init; }

    public string? Language { get; init; }

    public string? CustomEmojiId { get; init; }

    public long? UnixTime { get; init; }

    public string? DateTimeFormat { get; init; }
}

/// <summary>Where a forwarded message comes from: <c>user</c>, <c>hidden_user</c>, <c>chat</c> or <c>channel</c>, each with its own fields.</summary>
internal sealed record ForwardOrigin(string Type, long Date)
{
    public Wire.User? SenderUser { get; init; }

    public string? SenderUserName { get; init; }

    public Wire.Chat? SenderChat { get; init; }

    public Wire.Chat? Chat { get; init; }

    public long? MessageId { get; init; }

    public string? AuthorSignature { get; init; }
}

internal sealed record LinkPreview(bool? IsDisabled);
