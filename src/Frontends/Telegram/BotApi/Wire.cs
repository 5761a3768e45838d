using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Frontends.Telegram.BotApi;

// What is read (core.telegram.org/bots/api), and of its types only the fields that are used here. The library's types are not used for this:
// one kind of origin that they do not know makes them fail the whole answer. Ids have up to 52 significant bits: long, never int. Every field
// may be missing: what is needed is checked where it is read.

internal sealed record Update(
    long? UpdateId, Message? Message, CallbackQuery? CallbackQuery, ChatMemberUpdated? MyChatMember);

internal sealed record User(long Id, bool IsBot, string? Username, string? LanguageCode);

internal sealed record Chat(long Id, string? Type, string? Username);

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

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 256)]
[JsonSerializable(typeof(Update))]
internal sealed partial class WireJson : JsonSerializerContext;
