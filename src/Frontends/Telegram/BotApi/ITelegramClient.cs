using System.Text.Json;

namespace Marketplace.Frontends.Telegram.BotApi;

/// <summary>
/// The methods of the Bot API that the marketplace needs, one to one. An adapter for a library is one class that implements it.
/// Only the caller's own cancellation throws.
/// </summary>
internal interface ITelegramClient
{
    Task<TelegramAnswer<User>> GetMeAsync(CancellationToken cancellationToken);

    /// <summary>The array of updates as it came: an update is stored as Telegram wrote it, and understood later.</summary>
    Task<TelegramAnswer<JsonElement>> GetUpdatesAsync(GetUpdatesRequest request, CancellationToken cancellationToken);

    Task<TelegramAnswer<bool>> DeleteWebhookAsync(CancellationToken cancellationToken);

    Task<TelegramAnswer<SentMessage>> SendMessageAsync(SendMessageRequest request, CancellationToken cancellationToken);

    Task<TelegramAnswer<SentMessage>> SendPhotoAsync(SendPhotoRequest request, CancellationToken cancellationToken);

    Task<TelegramAnswer<SentMessage>> EditMessageTextAsync(EditMessageTextRequest request, CancellationToken cancellationToken);

    /// <summary>Without a keyboard in the request: the message loses its buttons.</summary>
    Task<TelegramAnswer<SentMessage>> RemoveKeyboardAsync(MessageReference request, CancellationToken cancellationToken);

    Task<TelegramAnswer<bool>> AnswerCallbackQueryAsync(AnswerCallbackQueryRequest request, CancellationToken cancellationToken);

    Task<TelegramAnswer<Chat>> GetChatAsync(GetChatRequest request, CancellationToken cancellationToken);

    Task<TelegramAnswer<IReadOnlyList<BotCommand>>> GetMyCommandsAsync(CommandsRequest request, CancellationToken cancellationToken);

    Task<TelegramAnswer<bool>> SetMyCommandsAsync(CommandsRequest request, CancellationToken cancellationToken);
}
