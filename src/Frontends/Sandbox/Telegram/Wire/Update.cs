using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.Wire;

// The objects that a bot sees, field by field as https://core.telegram.org/bots/api names them.

internal sealed record User(long Id, bool IsBot, string FirstName)
{
    public string? LastName { get; init; }

    public string? Username { get; init; }

    public string? LanguageCode { get; init; }
}

internal sealed record Chat(long Id, string Type)
{
    public string? Title { get; init; }

    public string? Username { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }
}

internal sealed record WireMessage(long MessageId, User From, Chat Chat, long Date)
{
    public long? EditDate { get; init; }

    public ForwardOrigin? ForwardOrigin { get; init; }

    public WireMessage? ReplyToMessage { get; init; }

    public bool? HasProtectedContent { get; init; }

    public string? MediaGroupId { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<MessageEntity>? Entities { get; init; }

    public Messages.LinkPreview? LinkPreviewOptions { get; init; }

    public IReadOnlyList<PhotoSize>? Photo { get; init; }

    public string? Caption { get; init; }

    public IReadOnlyList<MessageEntity>? CaptionEntities { get; init; }

    public bool? ShowCaptionAboveMedia { get; init; }

    public ReplyMarkup? ReplyMarkup { get; init; }

    /// <summary>A document, a sticker, a poll…: one field by its own name.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}

internal sealed record ReplyMarkup(IReadOnlyList<IReadOnlyList<InlineButton>> InlineKeyboard);

internal sealed record PhotoSize(string FileId, string FileUniqueId, int Width, int Height, int FileSize);

internal sealed record CallbackQuery(string Id, User From, string ChatInstance)
{
    public WireMessage? Message { get; init; }

    public string? Data { get; init; }
}

internal sealed record ChatMemberUpdated(Chat Chat, User From, long Date, ChatMember OldChatMember, ChatMember NewChatMember);

internal sealed record ChatMember(string Status, User User)
{
    /// <summary>Present for a banned member only; 0 is for ever.</summary>
    public long? UntilDate { get; init; }
}
