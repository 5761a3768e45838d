using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>Which milestones campaigns have passed that their owners have not heard of.</summary>
internal sealed class Progress(MarketplaceDbContext db, ISender sender)
{
    private const CampaignMilestones All = CampaignMilestones.First | CampaignMilestones.Ten | CampaignMilestones.Half | CampaignMilestones.End;

    /// <summary>What is told where several were passed at once: each has the sum and the count.</summary>
    private static readonly CampaignMilestones[] ByWeight = [CampaignMilestones.End, CampaignMilestones.First, CampaignMilestones.Half, CampaignMilestones.Ten];

    /// <returns>Each with all that it has passed, told or not.</returns>
    public async Task<IReadOnlyList<(CampaignProgressed News, CampaignMilestones Passed)>> FindAsync(
        IReadOnlyCollection<CampaignId> ids, CancellationToken cancellationToken)
    {
        // What is left in a closed campaign went back: it tells nothing.
        var rows = await (
            from campaign in db.Set<Campaign>()
            join totals in db.Set<CampaignTotals>() on campaign.Id equals totals.CampaignId
            where ids.Contains(campaign.Id) && campaign.Told != All && campaign.State != CampaignState.Closed
            select new { Campaign = campaign, totals.Paid, totals.Spent }).AsNoTracking().ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        var escrows = await sender.Send(new GetBalances([.. rows.Select(row => row.Campaign.Escrow)]), cancellationToken);
        return
        [
            .. from pair in rows.Zip(escrows)
               let campaign = pair.First.Campaign
               let passed = Passed(campaign, pair.First.Paid, pair.First.Spent, pair.Second)
               let news = passed & ~campaign.Told
               where news != CampaignMilestones.None
               let heaviest = ByWeight.First(milestone => news.HasFlag(milestone))
               select (
                   new CampaignProgressed(
                       campaign.Id, campaign.OwnerId, campaign.Title, heaviest, pair.First.Paid, pair.First.Spent, new Sun(pair.Second.Available)),
                   passed),
        ];
    }

    private static CampaignMilestones Passed(Campaign campaign, int paid, Sun spent, Balance escrow) =>
        (paid >= 1 ? CampaignMilestones.First : CampaignMilestones.None)
        | (paid >= 10 ? CampaignMilestones.Ten : CampaignMilestones.None)
        | (spent.Value >= escrow.Amount ? CampaignMilestones.Half : CampaignMilestones.None)
        | (escrow.Held == 0 && escrow.Available < campaign.Reward.Value ? CampaignMilestones.End : CampaignMilestones.None);
}
