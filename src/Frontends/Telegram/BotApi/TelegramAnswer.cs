using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Frontends.Telegram.BotApi;

/// <summary>What a method of the Bot API answered: its result, or why not. Nothing that Telegram can do makes a call throw.</summary>
/// <typeparam name="T">The result's type.</typeparam>
internal readonly record struct TelegramAnswer<T>(T? Result, TelegramFailure? Failure)
{
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;
}

/// <summary>Why a call failed.</summary>
/// <param name="Kind">What it means for us.</param>
/// <param name="Code">The HTTP status and <c>error_code</c>; 0 where no answer came.</param>
/// <param name="Description">Telegram's own words, or ours where it said nothing readable. Never contains the token.</param>
/// <param name="RetryAfter">How long it asks to wait.</param>
/// <param name="MigratedTo">The new id of a group that became a supergroup.</param>
internal sealed record TelegramFailure(
    TelegramFailureKind Kind, int Code, string Description, TimeSpan? RetryAfter = null, long? MigratedTo = null)
{
    public override string ToString() => Code == 0 ? Description : $"{Code} {Description}";
}

/// <summary>
/// What a failure means for us. Telegram tells most of them apart by words alone; the words are those of its own server
/// (github.com/tdlib/telegram-bot-api, Client.cpp).
/// </summary>
internal enum TelegramFailureKind
{
    /// <summary>Another 400: this very request is wrong, and always will be.</summary>
    BadRequest,

    /// <summary>The message shows this already.</summary>
    NotModified,

    /// <summary>The press is older than the 150 s in which it can be answered.</summary>
    QueryTooOld,

    /// <summary>The message to edit or delete is gone or can not be touched any more.</summary>
    MessageGone,

    /// <summary>No such chat, or none that we may write to.</summary>
    ChatNotFound,

    /// <summary>The chat has another id now.</summary>
    ChatMigrated,

    /// <summary>The person blocked us, is gone, or threw us out.</summary>
    Blocked,

    /// <summary>The token is wrong or was revoked.</summary>
    Unauthorized,

    /// <summary>No such method.</summary>
    NotFound,

    /// <summary>Somebody else polls with this token.</summary>
    OtherPoller,

    /// <summary>A webhook is set, so polling is refused.</summary>
    WebhookActive,

    /// <summary>Too fast: wait <see cref="TelegramFailure.RetryAfter"/>.</summary>
    TooManyRequests,

    /// <summary>An outage, a timeout, or an answer nobody can read: the same again later.</summary>
    Outage,
}
