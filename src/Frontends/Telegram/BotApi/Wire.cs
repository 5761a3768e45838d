using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Frontends.Telegram.BotApi;

// The Bot API's own names (core.telegram.org/bots/api), and of its types only the fields that are used here. Ids have up to 52
// significant bits: long, never int. Every field may be missing: what is needed is checked where it is read.

internal sealed record Envelope(bool? Ok, int? ErrorCode, string? Description, ResponseParameters? Parameters, JsonElement Result);

internal sealed record ResponseParameters(long? RetryAfter, long? MigrateToChatId);

internal sealed record Update(
    long? UpdateId, Message? Message, CallbackQuery? CallbackQuery, ChatMemberUpdated? MyChatMember);

internal sealed record User(long Id, bool IsBot, string? Username, string? LanguageCode);

internal sealed record Chat(long Id, string? Type, string? Username, string? FirstName = null, IReadOnlyList<string>? ActiveUsernames = null);

internal sealed record Message
{
    public long MessageId { get; init; }

    public User? From { get; init; }

    public Chat? Chat { get; init; }

    public long Date { get; init; }

    public long? EditDate { get; init; }

    public MessageOrigin? ForwardOrigin { get; init; }

    public ExternalReply? ExternalReply { get; init; }

    public bool IsAutomaticForward { get; init; }

    public User? ViaBot { get; init; }

    public User? SenderBusinessBot { get; init; }

    public string? BusinessConnectionId { get; init; }

    public User? GuestBotCallerUser { get; init; }

    public string? MediaGroupId { get; init; }

    public string? Text { get; init; }

    public string? Caption { get; init; }

    /// <summary>Everything else, above all what kind of content it is.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}

internal sealed record MessageOrigin(string? Type, long? Date, User? SenderUser, Chat? SenderChat, Chat? Chat);

internal sealed record ExternalReply
{
    public MessageOrigin? Origin { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}

internal sealed record CallbackQuery(string? Id, User? From, CallbackMessage? Message, string? Data);

/// <summary>A message, or the stub of one that is too old to be shown: its date is 0.</summary>
internal sealed record CallbackMessage(long MessageId, Chat? Chat, long Date);

internal sealed record ChatMemberUpdated(Chat? Chat, User? From, ChatMember? NewChatMember);

internal sealed record ChatMember(string? Status);

internal sealed record SentMessage(long MessageId);

internal sealed record GetUpdatesRequest(long? Offset, int Limit, int Timeout, IReadOnlyList<string> AllowedUpdates);

internal sealed record SendMessageRequest(
    long ChatId, string Text, string ParseMode, LinkPreviewOptions LinkPreviewOptions, InlineKeyboard? ReplyMarkup);

internal sealed record EditMessageTextRequest(
    long ChatId, long MessageId, string Text, string ParseMode, LinkPreviewOptions LinkPreviewOptions, InlineKeyboard? ReplyMarkup);

internal sealed record SendPhotoRequest(
    long ChatId, ReadOnlyMemory<byte> Png, string FileName, string Caption, string ParseMode, InlineKeyboard? ReplyMarkup);

internal sealed record MessageReference(long ChatId, long MessageId);

internal sealed record AnswerCallbackQueryRequest(string CallbackQueryId);

internal sealed record GetChatRequest(string ChatId);

internal sealed record CommandsRequest(IReadOnlyList<BotCommand>? Commands, BotCommandScope Scope, string? LanguageCode);

internal sealed record BotCommand(string Command, string Description);

internal sealed record BotCommandScope(string Type, long? ChatId = null);

internal sealed record LinkPreviewOptions(bool IsDisabled);

internal sealed record InlineKeyboard([property: JsonPropertyName("inline_keyboard")] IReadOnlyList<IReadOnlyList<InlineButton>> Rows);

internal sealed record InlineButton(string Text, string? CallbackData, string? Url, CopyTextButton? CopyText, string? Style);

internal sealed record CopyTextButton(string Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 256)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(Update))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Chat))]
[JsonSerializable(typeof(SentMessage))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(IReadOnlyList<BotCommand>))]
[JsonSerializable(typeof(GetUpdatesRequest))]
[JsonSerializable(typeof(SendMessageRequest))]
[JsonSerializable(typeof(InlineKeyboard))]
[JsonSerializable(typeof(EditMessageTextRequest))]
[JsonSerializable(typeof(MessageReference))]
[JsonSerializable(typeof(AnswerCallbackQueryRequest))]
[JsonSerializable(typeof(GetChatRequest))]
[JsonSerializable(typeof(CommandsRequest))]
internal sealed partial class WireJson : JsonSerializerContext;
