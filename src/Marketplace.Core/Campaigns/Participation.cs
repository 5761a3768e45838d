using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>Somebody's part in a campaign, at the terms of the moment it began. Its hold has its id.</summary>
internal sealed class Participation
{
    public required ParticipationId Id { get; init; }

    public required CampaignId CampaignId { get; init; }

    public required AccountId AccountId { get; init; }

    public required Sun Price { get; init; }

    public required Sun Earns { get; init; }

    public required ParticipationState State { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>From then on the reward is owed.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Why the payment waits for an operator, or waited before it was tried again: the ledger's code.</summary>
    public string? HeldBecause { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public Ledger.HoldId HoldId => new(Id.Value);

    public ParticipationView View(Campaign campaign) =>
        new(Id, new CampaignOffer(campaign.Id, campaign.Title, campaign.Bot, Earns), State, OpenedAt, ExpiresAt);
}

/// <summary>A message that proved a participation: it proves no other, in whatever campaign. The fingerprint names the platform and the bot, too.</summary>
internal sealed class Proof
{
    public required string Fingerprint { get; init; }

    public required ParticipationId ParticipationId { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }
}

/// <summary>A validation link, known by the hash of its token only.</summary>
internal sealed class ValidationLink
{
    public required string TokenHash { get; init; }

    public required ParticipationId ParticipationId { get; init; }

    public required AccountId AccountId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A complaint and what became of it.</summary>
internal sealed class Report
{
    public required ReportId Id { get; init; }

    public required CampaignId CampaignId { get; init; }

    public required AccountId AccountId { get; init; }

    public required ReportReason Reason { get; init; }

    public string? Text { get; init; }

    public ReportState State { get; set; }

    public required DateTimeOffset ReportedAt { get; init; }

    public AccountId? ReviewedBy { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }
}

internal enum ReportState
{
    Open = 0,
    Dismissed = 1,
    Upheld = 2,
}
