using Marketplace.Campaigns;
using Marketplace.Kernel;

namespace Marketplace.Frontends;

/// <summary>
/// A chat service as the engine sees it: Telegram, Discord, a terminal. It turns what arrives into <see cref="ChatInput"/>, and screens into
/// messages. It knows no campaign and no money.
/// </summary>
public interface IChatPlatform
{
    /// <summary>Lower case, the same as in identities: <c>telegram</c>.</summary>
    string Name { get; }

    /// <summary>Understands a stored update.</summary>
    /// <param name="payload">The update as it was stored by <see cref="IChatInbox.StoreAsync"/>.</param>
    /// <returns>What it means, or null where it means nothing to us.</returns>
    ChatInput? Read(string payload);

    /// <summary>
    /// Shows a screen: edits the message of that id where one is given, still exists and can become this screen, else sends a new one. A message of
    /// text that can not become a picture stays, and so does a picture that can not become text: the engine retires it.
    /// </summary>
    /// <param name="chatId">The platform's chat.</param>
    /// <param name="screen">What to show.</param>
    /// <param name="editMessageId">The message to edit in place, or null to send a new one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Delivery> ShowAsync(string chatId, Screen screen, string? editMessageId, CancellationToken cancellationToken);

    /// <summary>
    /// Sends what nobody waits for. A platform that limits bulk messages holds it back as long as it must; answers to people
    /// (<see cref="ShowAsync"/>) never wait behind it.
    /// </summary>
    /// <param name="chatId">The platform's chat.</param>
    /// <param name="screen">What to tell.</param>
    /// <param name="cancellationToken">Ends the attempt, and the wait before it.</param>
    Task<Delivery> NotifyAsync(string chatId, Screen screen, CancellationToken cancellationToken) =>
        ShowAsync(chatId, screen, editMessageId: null, cancellationToken);

    /// <summary>Removes the buttons of a menu that a newer one replaced; its words stay. Failing is no matter.</summary>
    /// <param name="chatId">The platform's chat.</param>
    /// <param name="messageId">The old message.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task RetireAsync(string chatId, string messageId, CancellationToken cancellationToken);

    /// <summary>Tells the platform that a button press has arrived. Called exactly once per press, before the work.</summary>
    /// <param name="input">The press.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task AcknowledgeAsync(ChatInput input, CancellationToken cancellationToken);

    /// <summary>Finds a bot by a link or name a person typed, or takes it from a message of it.</summary>
    /// <param name="reference">A link, <c>@name</c>, or name.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The bot by its numeric id, or <c>chat.not_a_bot_link</c>, <c>chat.bot_not_found</c>, <c>chat.our_own_bot</c>, or
    /// <c>chat.platform_unavailable</c> where the platform does not answer just now.</returns>
    Task<Result<PromotedBot>> ResolveBotAsync(string reference, CancellationToken cancellationToken);

    /// <summary>A link that opens our bot and hands it the payload.</summary>
    /// <param name="payload">1 to 64 characters of <c>[A-Za-z0-9_-]</c>.</param>
    string LinkToUs(string payload);

    /// <summary>A link that opens the promoted bot.</summary>
    /// <param name="bot">The bot.</param>
    string LinkTo(PromotedBot bot);
}

/// <summary>What became of a message.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="MessageId">The platform's id of the message that now shows the screen.</param>
/// <param name="RetryAfter">Where <see cref="DeliveryOutcome.TryLater"/>: how long the platform asks to wait.</param>
/// <param name="Reason">The platform's own words, for the log.</param>
public sealed record Delivery(DeliveryOutcome Outcome, string? MessageId = null, TimeSpan? RetryAfter = null, string? Reason = null);

/// <summary>What became of a message.</summary>
public enum DeliveryOutcome
{
    /// <summary>It is there.</summary>
    Delivered = 0,

    /// <summary>The person blocked us or is gone: no notification until he writes again.</summary>
    Unreachable = 1,

    /// <summary>Flood limit, outage or an odd answer: the same again later.</summary>
    TryLater = 2,

    /// <summary>The platform refuses this very message: a bug of ours; logged, never repeated.</summary>
    Refused = 3,
}
