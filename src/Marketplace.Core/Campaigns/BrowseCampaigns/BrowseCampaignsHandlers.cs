using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

internal sealed class BrowseCampaignsHandlers(MarketplaceDbContext db, IOptions<CampaignsOptions> options) :
    IRequestHandler<BrowseCampaigns, CampaignPage>,
    IRequestHandler<GetOffer, CampaignOffer?>
{
    private const int LargestPage = 20;

    public async Task<CampaignPage> Handle(BrowseCampaigns request, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(request.PageSize, 1, LargestPage);
        // One list of what this person did, made once: asked for each campaign that is offered, SQLite would look into the participations as often.
        var done = db.Set<Participation>()
            .Where(participation => participation.AccountId == request.AccountId
                && participation.State >= ParticipationState.Confirmed
                && participation.State < ParticipationState.Expired)
            .Select(participation => participation.CampaignId);
        var offered = db.Set<Campaign>()
            .AsNoTracking()
            .Where(campaign => campaign.State == CampaignState.Active && campaign.Funded && campaign.OwnerId != request.AccountId)
            .Where(campaign => request.Platform == null || campaign.Platform == request.Platform)
            .Where(campaign => !done.Contains(campaign.Id));
        var count = await offered.CountAsync(cancellationToken);
        var pages = Math.Max(1, (count + size - 1) / size);
        var page = Math.Clamp(request.Page, 0, pages - 1);
        var campaigns = await offered
            .OrderByDescending(campaign => campaign.Reward)
            .ThenBy(campaign => campaign.Id)
            .Skip(page * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        return new CampaignPage([.. campaigns.Select(campaign => campaign.Offer(options.Value))], page, pages);
    }

    public async Task<CampaignOffer?> Handle(GetOffer request, CancellationToken cancellationToken) =>
        (await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(campaign => campaign.Id == request.CampaignId, cancellationToken))?.Offer(options.Value);
}
