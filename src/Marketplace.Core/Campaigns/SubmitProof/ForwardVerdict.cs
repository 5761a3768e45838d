using System.Security.Cryptography;
using System.Text;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// Does this forward prove that the person was just answered by that bot? One pure function. A forward proves only "this bot once sent this
/// text to somebody": the freshness rule and the fingerprint, unique per campaign, make it proof of this person's own start.
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

        return evidence.SentAt < openedAt - tolerance ? ProofErrors.TooOld.With("bot", bot.Username) : null;
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

    /// <summary>The same for the same message, whoever forwards it.</summary>
    public static string Fingerprint(ForwardEvidence evidence) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{evidence.Platform}\n{evidence.OriginId}\n{evidence.SentAt.ToUnixTimeSeconds()}\n{evidence.ContentFingerprint}")));
}
