using Marketplace.Campaigns.Data;
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
        var rows = await (
            from campaign in query
            join totals in db.Set<CampaignTotals>() on campaign.Id equals totals.CampaignId into counted
            from totals in counted.DefaultIfEmpty()
            orderby campaign.Id descending
            select new { Campaign = campaign, Paid = (int?)totals.Paid, Spent = (Sun?)totals.Spent }).AsNoTracking().ToListAsync(cancellationToken);
        var escrows = await sender.Send(new GetBalances([.. rows.Select(row => row.Campaign.Escrow)]), cancellationToken);
        return [.. rows.Zip(escrows, (row, escrow) => new CampaignView(
            row.Campaign.Id,
            row.Campaign.OwnerId,
            row.Campaign.Title,
            row.Campaign.Bot,
            row.Campaign.Reward,
            row.Campaign.State,
            new Sun(escrow.Available),
            new Sun(escrow.Held),
            row.Paid ?? 0,
            row.Spent ?? Sun.Zero,
            row.Campaign.Tested,
            row.Campaign.Wanted))];
    }
}
