using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class CloseCampaignHandler(MarketplaceDbContext db, Budgets budgets) : IRequestHandler<CloseCampaign, Result<CampaignClosed>>
{
    public async Task<Result<CampaignClosed>> Handle(CloseCampaign request, CancellationToken cancellationToken)
    {
        var own = db.Set<Campaign>().Where(campaign => campaign.Id == request.CampaignId && campaign.OwnerId == request.OwnerId);
        // The row stays locked until the commit: no funding can slip in behind the return.
        var found = await own.ExecuteUpdateAsync(
            set => set.SetProperty(campaign => campaign.State, CampaignState.Closed).SetProperty(campaign => campaign.Funded, false),
            cancellationToken);
        if (found == 0)
        {
            return CampaignErrors.NotFound;
        }

        var campaign = await own.AsNoTracking().SingleAsync(cancellationToken);
        var (returned, reserved) = await budgets.ReturnAsync(campaign, $"campaign-close:{campaign.Id}", cancellationToken);
        return new CampaignClosed(returned, reserved);
    }
}
