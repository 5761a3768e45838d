using System.Globalization;
using Marketplace.Campaigns;
using Marketplace.Frontends.Telegram.BotApi;

namespace Marketplace.Frontends.Telegram.Updates;

/// <summary>
/// A forwarded message in neutral terms. It judges nothing: which origin proves what is the campaigns' business. The origins are those of
/// <c>MessageOrigin</c> (core.telegram.org/bots/api#messageorigin).
/// </summary>
internal static class ForwardReading
{
    private const long LastSecond = 253_402_300_799;

    public static MessageForwarded Read(Message message, MessageOrigin origin, bool isExternalReply, TimeSpan clockAhead)
    {
        var (kind, id, isBot, username) = Origin(origin);
        var evidence = new ForwardEvidence(
            TelegramPlatform.PlatformName,
            kind,
            id?.ToString(CultureInfo.InvariantCulture),
            isBot,
            Instant(origin.Date, "the origin's date"),
            Instant(message.Date, "the message's date"),
            MediaReading.Fingerprint(message))
        {
            // A guest bot speaks in a chat where nobody started it, at a user's call, as an inline bot does.
            ViaBot = message.ViaBot is not null || message.GuestBotCallerUser is not null,
            IsExternalReply = isExternalReply,
            IsAutomaticForward = message.IsAutomaticForward,
            IsFromBusinessBot = message.SenderBusinessBot is not null || message.BusinessConnectionId is not null,
            IsEdited = message.EditDate is > 0,
            AlbumId = message.MediaGroupId,
            ClockAhead = clockAhead,
        };
        return new MessageForwarded(evidence, username);
    }

    private static (ForwardOrigin Kind, long? Id, bool IsBot, string? Username) Origin(MessageOrigin origin) => origin.Type switch
    {
        "user" => origin.SenderUser is { } user
            ? (ForwardOrigin.User, user.Id, user.IsBot, user.Username)
            : throw new MalformedUpdateException("its origin is a user without one"),
        "chat" => (ForwardOrigin.Chat, origin.SenderChat?.Id, false, origin.SenderChat?.Username),
        "channel" => (ForwardOrigin.Channel, origin.Chat?.Id, false, origin.Chat?.Username),
        // hidden_user, and whatever kind Telegram may invent: nobody who can be named.
        { Length: > 0 } => (ForwardOrigin.HiddenUser, null, false, null),
        _ => throw new MalformedUpdateException("its origin has no type"),
    };

    private static DateTimeOffset Instant(long? unixSeconds, string what) => unixSeconds is > 0 and <= LastSecond
        ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds.Value)
        : throw new MalformedUpdateException($"{what} is missing or no date");
}
