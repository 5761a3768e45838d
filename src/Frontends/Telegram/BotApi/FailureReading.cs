using Telegram.Bot.Exceptions;

namespace Marketplace.Frontends.Telegram.BotApi;

/// <summary>Tells what an error answer of the Bot API means, by its code and words.</summary>
internal static class FailureReading
{
    /// <summary>Nobody is told to wait longer than a day, whatever an answer claims.</summary>
    private const int LongestWait = 86_400;

    public static TelegramFailure Read(ApiRequestException refusal)
    {
        var description = Shorten(refusal.Message);
        var retryAfter = refusal.Parameters?.RetryAfter is > 0 and var seconds ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait)) : (TimeSpan?)null;
        var migratedTo = refusal.Parameters?.MigrateToChatId;
        return new TelegramFailure(Kind(refusal.ErrorCode, description, migratedTo), refusal.ErrorCode, description, retryAfter, migratedTo);
    }

    private static TelegramFailureKind Kind(int code, string description, long? migratedTo) => code switch
    {
        400 when migratedTo is not null => TelegramFailureKind.ChatMigrated,
        400 => BadRequest(description),
        401 => TelegramFailureKind.Unauthorized,
        403 => TelegramFailureKind.Blocked,
        404 => TelegramFailureKind.NotFound,
        409 => Says(description, "webhook is active") ? TelegramFailureKind.WebhookActive : TelegramFailureKind.OtherPoller,
        429 => TelegramFailureKind.TooManyRequests,
        >= 500 => TelegramFailureKind.Outage,
        _ => TelegramFailureKind.BadRequest,
    };

    private static TelegramFailureKind BadRequest(string description) => description switch
    {
        _ when Says(description, "message is not modified") => TelegramFailureKind.NotModified,
        _ when Says(description, "query is too old") || Says(description, "query ID is invalid") => TelegramFailureKind.QueryTooOld,
        _ when Says(description, "message to edit not found")
            || Says(description, "message to delete not found")
            || Says(description, "message can't be edited")
            // A picture whose place a text is to take.
            || Says(description, "there is no text in the message to edit")
            || Says(description, "message can't be deleted")
            || Says(description, "MESSAGE_ID_INVALID") => TelegramFailureKind.MessageGone,
        _ when Says(description, "chat not found")
            || Says(description, "user not found")
            || Says(description, "chat_id is empty")
            || Says(description, "PEER_ID_INVALID") => TelegramFailureKind.ChatNotFound,
        _ => TelegramFailureKind.BadRequest,
    };

    private static bool Says(string description, string words) => description.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Shorten(string words) => words.Length <= 300 ? words : words[..300] + "…";
}
