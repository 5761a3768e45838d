using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// How many people a campaign paid on each day of its life, of the last <see cref="Most"/> at most; null where it does not exist or is another's. A day is one of UTC.
/// </summary>
/// <param name="OwnerId">Whose.</param>
/// <param name="CampaignId">Which.</param>
public sealed record GetCampaignDays(AccountId OwnerId, CampaignId CampaignId) : IQuery<CampaignDays?>
{
    /// <summary>How many days there are at most.</summary>
    public const int Most = 30;
}

/// <summary>A campaign, day by day.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Days">1 to <see cref="GetCampaignDays.Most"/> days without a gap, oldest first; the last one is today, or of a closed campaign the last on which somebody was paid.</param>
public sealed record CampaignDays(string Title, IReadOnlyList<CampaignDay> Days);

/// <summary>A day of a campaign.</summary>
/// <param name="Day">Which, in UTC.</param>
/// <param name="Paid">How many people were paid on it.</param>
public sealed record CampaignDay(DateOnly Day, int Paid);
