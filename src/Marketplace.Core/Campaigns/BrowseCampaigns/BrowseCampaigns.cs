using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>What this person can earn from now: active, funded, not his own, not done already; best reward first.</summary>
/// <param name="AccountId">Who looks.</param>
/// <param name="Page">From 0.</param>
/// <param name="PageSize">1 to 20.</param>
/// <param name="Platform">Only bots of that platform; null for all.</param>
public sealed record BrowseCampaigns(AccountId AccountId, int Page = 0, int PageSize = 5, string? Platform = null) : IQuery<CampaignPage>;

/// <summary>A page of offers.</summary>
/// <param name="Offers">The offers.</param>
/// <param name="Page">Which page this is; the last one where a later was asked.</param>
/// <param name="Pages">How many there are, at least 1.</param>
public sealed record CampaignPage(IReadOnlyList<CampaignOffer> Offers, int Page, int Pages);

/// <summary>One offer by its id whatever its state, or null where there is none: for links and reports.</summary>
/// <param name="CampaignId">Which.</param>
public sealed record GetOffer(CampaignId CampaignId) : IQuery<CampaignOffer?>;
