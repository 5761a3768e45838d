using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class FundCampaignHandler(MarketplaceDbContext db, ISender sender, IdGenerator ids) : IRequestHandler<FundCampaign, Result>
{
    public async Task<Result> Handle(FundCampaign request, CancellationToken cancellationToken)
    {
        // The update locks the row first: a campaign that closes at this moment would otherwise keep this money for ever.
        var campaigns = db.Set<Campaign>().Where(campaign => campaign.Id == request.CampaignId && campaign.OwnerId == request.OwnerId);
        var open = await campaigns
            .Where(campaign => campaign.State == CampaignState.Draft || campaign.State == CampaignState.Active || campaign.State == CampaignState.Paused)
            .ExecuteUpdateAsync(
                set => set.SetProperty(
                    campaign => campaign.State, campaign => campaign.State == CampaignState.Draft ? CampaignState.Active : campaign.State),
                cancellationToken);
        var campaign = await campaigns.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (campaign is null)
        {
            return CampaignErrors.NotFound;
        }

        if (open == 0)
        {
            return CampaignErrors.WrongState.With("state", campaign.State);
        }

        var budget = (await sender.Send(new GetBalances([campaign.Escrow]), cancellationToken))[0].Available;
        if (request.Amount.Value <= 0 || budget + request.Amount.Value < campaign.Reward.Value)
        {
            return CampaignErrors.BudgetTooSmall.With("minimum", campaign.Reward.Value - budget);
        }

        var ad = LedgerAccount.Ad(request.OwnerId.Value);
        var posted = await sender.Send(
            new PostTransfer(new Transfer(
                $"campaign-fund:{request.IdempotencyKey ?? ids.Next().ToString()}",
                "campaign.funded",
                $"campaign:{campaign.Id}",
                [new Entry(ad, -request.Amount.Value), new Entry(campaign.Escrow, request.Amount.Value)])),
            cancellationToken);
        if (posted.Error?.Code == LedgerErrors.InsufficientFunds.Code)
        {
            return CampaignErrors.InsufficientAdFunds
                .With("available", posted.Error.Arguments["available"])
                .With("needed", request.Amount.Value);
        }

        if (!posted.Succeeded)
        {
            return posted.Error;
        }

        await campaigns.ExecuteUpdateAsync(set => set.SetProperty(row => row.Funded, true), cancellationToken);
        return Result.Success;
    }
}
