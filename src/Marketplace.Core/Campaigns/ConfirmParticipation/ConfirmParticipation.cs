using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// The validation link was opened: confirms and pays in one transaction. The same link again answers the same receipt.
/// Errors: <c>campaigns.bad_validation_link</c>, <c>campaigns.participation_expired</c>.
/// </summary>
/// <param name="AccountId">Who opened it: it works only for the person it was made for.</param>
/// <param name="ValidationToken">The token of the link.</param>
public sealed record ConfirmParticipation(AccountId AccountId, string ValidationToken) : ICommand<ParticipationReceipt>;

/// <summary>Paid.</summary>
/// <param name="ParticipationId">Which.</param>
/// <param name="CampaignTitle">In what.</param>
/// <param name="Earned">What the participant got.</param>
public sealed record ParticipationReceipt(ParticipationId ParticipationId, string CampaignTitle, Sun Earned);

/// <summary>A participation was paid (told inside the transaction that paid it, and afterwards through the outbox).</summary>
/// <param name="ParticipationId">Which.</param>
/// <param name="CampaignId">In what.</param>
/// <param name="OwnerId">Who paid.</param>
/// <param name="AccountId">Who earned.</param>
/// <param name="Price">What the owner paid.</param>
/// <param name="Earned">What the participant got.</param>
/// <param name="Fee">What the platform kept.</param>
public sealed record ParticipationPaid(
    ParticipationId ParticipationId, CampaignId CampaignId, AccountId OwnerId, AccountId AccountId, Sun Price, Sun Earned, Sun Fee)
    : IIntegrationEvent, IDomainEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"participation:{ParticipationId}";
}
