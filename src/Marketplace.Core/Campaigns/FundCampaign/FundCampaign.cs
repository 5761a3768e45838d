using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// Moves money from the owner's ad balance into the escrow: a draft becomes active, a running campaign is topped up.
/// Errors: <c>campaigns.not_found</c>, <c>campaigns.wrong_state</c>, <c>campaigns.budget_too_small</c>, <c>campaigns.insufficient_ad_funds</c>.
/// </summary>
/// <param name="OwnerId">Whose.</param>
/// <param name="CampaignId">Which.</param>
/// <param name="Amount">How much; the first funding must pay for one reward.</param>
/// <param name="IdempotencyKey">The caller's key.</param>
public sealed record FundCampaign(AccountId OwnerId, CampaignId CampaignId, Sun Amount, string? IdempotencyKey = null) : ICommand, IIdempotent;
