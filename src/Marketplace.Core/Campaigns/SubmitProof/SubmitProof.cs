using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>Where a forwarded message says it comes from.</summary>
public enum ForwardOrigin
{
    /// <summary>It is no forward at all.</summary>
    None = 0,

    /// <summary>A user or bot with an id: the only origin that proves anything.</summary>
    User = 1,

    /// <summary>A user who hides his account; anyone can forge it by importing a history.</summary>
    HiddenUser = 2,

    /// <summary>A group, or its anonymous administrator.</summary>
    Chat = 3,

    /// <summary>A channel.</summary>
    Channel = 4,
}

/// <summary>A forwarded message in neutral terms: what a frontend saw, without a judgement.</summary>
/// <param name="Platform">Lower case: <c>telegram</c>.</param>
/// <param name="Origin">The kind of origin.</param>
/// <param name="OriginId">The origin's id where it has one.</param>
/// <param name="OriginIsBot">True where the platform says it is a bot.</param>
/// <param name="SentAt">When the original was sent, by the platform's clock.</param>
/// <param name="ReceivedAt">When the forward arrived here, by the platform's clock.</param>
/// <param name="ContentFingerprint">A hash of what it says: normalised text or the file's unique id.</param>
public sealed record ForwardEvidence(
    string Platform,
    ForwardOrigin Origin,
    string? OriginId,
    bool OriginIsBot,
    DateTimeOffset SentAt,
    DateTimeOffset ReceivedAt,
    string ContentFingerprint)
{
    /// <summary>Made by an inline bot on a user's behalf.</summary>
    public bool ViaBot { get; init; }

    /// <summary>A quotation from another chat, not a forward.</summary>
    public bool IsExternalReply { get; init; }

    /// <summary>A channel's post that its group received by itself.</summary>
    public bool IsAutomaticForward { get; init; }

    /// <summary>Sent by a business bot from a person's account.</summary>
    public bool IsFromBusinessBot { get; init; }

    /// <summary>The forward was edited after it was sent.</summary>
    public bool IsEdited { get; init; }

    /// <summary>One of several messages of an album.</summary>
    public string? AlbumId { get; init; }

    /// <summary>How far this machine's clock is known to be ahead of the platform's, which dated the messages; negative where it is behind, zero where they agree.</summary>
    public TimeSpan ClockAhead { get; init; }
}

/// <summary>
/// Judges a forward against this person's open participations. Errors: <c>campaigns.nothing_open</c>, <c>campaigns.participation_expired</c>,
/// or <c>proof.…</c> by the verdict (see <see cref="ProofErrors"/>).
/// A proof for a participation that is proved already makes one more validation link; whichever is opened first pays, once.
/// It needs no idempotency key: the same forward delivered twice makes two links, and storing the answer would store a secret.
/// </summary>
/// <param name="AccountId">Who forwards.</param>
/// <param name="Evidence">What.</param>
public sealed record SubmitProof(AccountId AccountId, ForwardEvidence Evidence) : ICommand<ProofAccepted>;

/// <summary>The proof was accepted.</summary>
/// <param name="ParticipationId">For which participation.</param>
/// <param name="ValidationToken">22 characters of <c>[A-Za-z0-9_-]</c>, 128 random bits, for the link; only its hash is kept.</param>
/// <param name="ExpiresAt">Until when the link works.</param>
/// <param name="Earns">What the link brings.</param>
public sealed record ProofAccepted(ParticipationId ParticipationId, string ValidationToken, DateTimeOffset ExpiresAt, Sun Earns);

/// <summary>Why a forward proves nothing. Each text tells what to do instead.</summary>
public static class ProofErrors
{
    /// <summary>A message that was not forwarded.</summary>
    public static Error NotForwarded { get; } = new("proof.not_forwarded");

    /// <summary>The origin is hidden.</summary>
    public static Error HiddenOrigin { get; } = new("proof.hidden_origin");

    /// <summary>From a group.</summary>
    public static Error FromGroup { get; } = new("proof.from_group");

    /// <summary>From a channel.</summary>
    public static Error FromChannel { get; } = new("proof.from_channel");

    /// <summary>Written by a person, not by the bot.</summary>
    public static Error FromPerson { get; } = new("proof.from_person");

    /// <summary>Another bot's message; argument <c>bot</c> names the right one.</summary>
    public static Error WrongBot { get; } = new("proof.wrong_bot");

    /// <summary>Older than the participation.</summary>
    public static Error TooOld { get; } = new("proof.too_old");

    /// <summary>Dated after it arrived: a clock or a forger is wrong.</summary>
    public static Error FromTheFuture { get; } = new("proof.from_the_future");

    /// <summary>This person showed this very message before, for this or another campaign.</summary>
    public static Error AlreadyUsed { get; } = new("proof.already_used");

    /// <summary>
    /// Somebody else showed the same message before, or one that can not be told from it: the same words by the same bot in the same second. The reservation stays; another
    /// answer of the bot proves.
    /// </summary>
    public static Error UsedByAnother { get; } = new("proof.used_by_another");

    /// <summary>An inline result, a quotation, an automatic forward or a business message: not the bot's own chat message.</summary>
    public static Error NotFromTheBotsChat { get; } = new("proof.not_from_the_bots_chat");

    /// <summary>Edited after it was sent.</summary>
    public static Error Edited { get; } = new("proof.edited");
}
