using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>Writes a campaign as a draft. Errors: <c>campaigns.bad_title</c>, <c>campaigns.bad_reward</c>.</summary>
/// <param name="OwnerId">Whose.</param>
/// <param name="Title">1 to 80 visible characters; control characters and line breaks are refused.</param>
/// <param name="Bot">What it promotes, resolved to its numeric id by the frontend.</param>
/// <param name="Reward">The price of one participation.</param>
/// <param name="IdempotencyKey">The caller's key.</param>
public sealed record CreateCampaign(AccountId OwnerId, string Title, PromotedBot Bot, Sun Reward, string? IdempotencyKey = null)
    : ICommand<CampaignId>, IIdempotent;
