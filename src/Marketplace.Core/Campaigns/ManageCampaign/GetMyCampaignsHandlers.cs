using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class GetMyCampaignsHandlers(MarketplaceDbContext db, ISender sender) :
    IRequestHandler<GetMyCampaigns, IReadOnlyList<CampaignView>>,
    IRequestHandler<GetMyCampaign, CampaignView?>
{
    public Task<IReadOnlyList<CampaignView>> Handle(GetMyCampaigns request, CancellationToken cancellationToken) =>
        ViewAsync(db.Set<Campaign>().Where(campaign => campaign.OwnerId == request.OwnerId), cancellationToken);

    public async Task<CampaignView?> Handle(GetMyCampaign request, CancellationToken cancellationToken) =>
        (await ViewAsync(
            db.Set<Campaign>().Where(campaign => campaign.OwnerId == request.OwnerId && campaign.Id == request.CampaignId),
            cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<CampaignView>> ViewAsync(IQueryable<Campaign> query, CancellationToken cancellationToken)
    {
        var campaigns = await query.AsNoTracking().OrderByDescending(campaign => campaign.Id).ToListAsync(cancellationToken);
        var ids = campaigns.Select(campaign => campaign.Id).ToArray();
        // Grouped by price, because a price times a count is exact where a sum of converted columns does not translate.
        var paid = (await db.Set<Participation>()
            .AsNoTracking()
            .Where(participation => ids.Contains(participation.CampaignId) && participation.State == ParticipationState.Paid)
            .GroupBy(participation => new { participation.CampaignId, participation.Price })
            .Select(group => new { group.Key.CampaignId, group.Key.Price, Count = group.Count() })
            .ToListAsync(cancellationToken)).ToLookup(row => row.CampaignId);
        var escrows = await sender.Send(new GetBalances([.. campaigns.Select(campaign => campaign.Escrow)]), cancellationToken);
        return [.. campaigns.Zip(escrows, (campaign, escrow) => new CampaignView(
            campaign.Id,
            campaign.OwnerId,
            campaign.Title,
            campaign.Bot,
            campaign.Reward,
            campaign.State,
            new Sun(escrow.Available),
            new Sun(escrow.Held),
            paid[campaign.Id].Sum(row => row.Count),
            paid[campaign.Id].Aggregate(Sun.Zero, (sum, row) => sum + row.Price * row.Count),
            campaign.Tested,
            campaign.Wanted))];
    }
}
