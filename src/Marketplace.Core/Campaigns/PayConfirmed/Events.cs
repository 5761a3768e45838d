using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>A participation was paid: told once for each, after the commit.</summary>
/// <param name="ParticipationId">Which.</param>
/// <param name="CampaignId">In what.</param>
/// <param name="OwnerId">Who paid.</param>
/// <param name="AccountId">Who earned.</param>
/// <param name="Price">What the owner paid.</param>
/// <param name="Earned">What the participant got.</param>
/// <param name="Fee">What the platform kept.</param>
public sealed record ParticipationPaid(
    ParticipationId ParticipationId, CampaignId CampaignId, AccountId OwnerId, AccountId AccountId, Sun Price, Sun Earned, Sun Fee)
    : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"participation:{ParticipationId}";
}

/// <summary>Participations were paid together: told inside the transaction that paid them, so that what follows is made for all of them at once.</summary>
/// <param name="Payments">Each of them, in the order of their confirmations.</param>
public sealed record ParticipationsPaid(IReadOnlyList<ParticipationPaid> Payments) : IDomainEvent;
