using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// The validation link was opened: from now on the reward is owed, and paid at once with the next batch, whatever becomes of the campaign. The same link again
/// answers the same receipt and says so. Errors: <c>campaigns.bad_validation_link</c>, <c>campaigns.participation_expired</c>.
/// </summary>
/// <param name="AccountId">Who opened it: it works only for the person it was made for.</param>
/// <param name="ValidationToken">The token of the link.</param>
public sealed record ConfirmParticipation(AccountId AccountId, string ValidationToken) : ICommand<ParticipationReceipt>;

/// <summary>Earned: paid already or within moments. The money is reserved for it.</summary>
/// <param name="ParticipationId">Which.</param>
/// <param name="CampaignTitle">In what.</param>
/// <param name="Earned">What the participant gets.</param>
/// <param name="Again">True where the link had been opened before.</param>
public sealed record ParticipationReceipt(ParticipationId ParticipationId, string CampaignTitle, Sun Earned, bool Again = false);
