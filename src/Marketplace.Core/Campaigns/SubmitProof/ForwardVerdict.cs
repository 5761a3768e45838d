using System.Security.Cryptography;
using System.Text;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// Does this forward show that the bot just answered somebody? One pure function. A forward says which bot wrote a message, and in which second; it does not say to whom.
/// With the freshness rule and the fingerprint, which proves once in all campaigns together, each reward costs one answer of the bot, sent after the reward was reserved.
/// That the answer went to the person who shows it, no forward shows: who starts the bot may hand the answer on.
/// </summary>
internal static class ForwardVerdict
{
    /// <param name="evidence">What the frontend saw.</param>
    /// <param name="bot">The campaign's bot.</param>
    /// <param name="openedAt">When the participation began.</param>
    /// <param name="tolerance">How far the platform's clock and ours may differ.</param>
    /// <returns>Null where it proves, else why not.</returns>
    public static Error? Judge(ForwardEvidence evidence, PromotedBot bot, DateTimeOffset openedAt, TimeSpan tolerance)
    {
        if (JudgeOrigin(evidence) is { } unfit)
        {
            return unfit;
        }

        // By the id alone: names are sold, renamed and imitated.
        if (evidence.Platform != bot.Platform || evidence.OriginId != bot.Id)
        {
            return ProofErrors.WrongBot.With("bot", bot.Username);
        }

        if (evidence.SentAt > evidence.ReceivedAt + tolerance)
        {
            return ProofErrors.FromTheFuture;
        }

        return evidence.SentAt + evidence.ClockAhead < openedAt - tolerance ? ProofErrors.TooOld.With("bot", bot.Username) : null;
    }

    /// <summary>What no campaign would accept.</summary>
    public static Error? JudgeOrigin(ForwardEvidence evidence) => evidence switch
    {
        { IsExternalReply: true } or { IsAutomaticForward: true } or { IsFromBusinessBot: true } => ProofErrors.NotFromTheBotsChat,
        { Origin: ForwardOrigin.None } => ProofErrors.NotForwarded,
        { Origin: ForwardOrigin.HiddenUser } => ProofErrors.HiddenOrigin,
        { Origin: ForwardOrigin.Chat } => ProofErrors.FromGroup,
        { Origin: ForwardOrigin.Channel } => ProofErrors.FromChannel,
        // An inline result is sent by a person in the bot's name; so is a message that was changed afterwards.
        { ViaBot: true } => ProofErrors.NotFromTheBotsChat,
        { OriginIsBot: false } or { OriginId: null } => ProofErrors.FromPerson,
        { IsEdited: true } => ProofErrors.Edited,
        _ => null,
    };

    /// <summary>
    /// The same for the same message, whoever forwards it. A forward carries no number of the message, so the same words in the same second are the same message to us; and
    /// nothing counts that a forwarder can leave away (a caption, buttons), or one message could prove twice.
    /// </summary>
    public static string Fingerprint(ForwardEvidence evidence) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{evidence.Platform}\n{evidence.OriginId}\n{evidence.SentAt.ToUnixTimeSeconds()}\n{evidence.ContentFingerprint}")));
}
