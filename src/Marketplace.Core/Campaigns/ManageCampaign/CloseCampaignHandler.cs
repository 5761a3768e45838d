using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class CloseCampaignHandler(MarketplaceDbContext db, CampaignLocks locks, Budgets budgets) : IRequestHandler<CloseCampaign, Result<CampaignClosed>>
{
    public async Task<Result<CampaignClosed>> Handle(CloseCampaign request, CancellationToken cancellationToken)
    {
        var campaign = await locks.TakeAsync(request.CampaignId, cancellationToken);
        if (campaign is null || campaign.OwnerId != request.OwnerId)
        {
            return CampaignErrors.NotFound;
        }

        await db.Set<Campaign>()
            .Where(row => row.Id == campaign.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, CampaignState.Closed).SetProperty(row => row.Funded, false), cancellationToken);
        var (returned, reserved) = await budgets.ReturnAsync(campaign, cancellationToken);
        return new CampaignClosed(returned, reserved);
    }
}
