using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class FundCampaignHandler(MarketplaceDbContext db, CampaignLocks locks, ISender sender, IUnitOfWork unit, IdGenerator ids)
    : IRequestHandler<FundCampaign, Result>
{
    public async Task<Result> Handle(FundCampaign request, CancellationToken cancellationToken)
    {
        var campaign = await locks.TakeAsync(request.CampaignId, cancellationToken);
        if (campaign is null || campaign.OwnerId != request.OwnerId)
        {
            return CampaignErrors.NotFound;
        }

        if (campaign.State is CampaignState.Suspended or CampaignState.Closed)
        {
            return CampaignErrors.WrongState.With("state", campaign.State);
        }

        var budget = (await sender.Send(new GetBalances([campaign.Escrow]), cancellationToken))[0].Available;
        if (request.Amount.Value <= 0 || budget + request.Amount.Value < campaign.Reward.Value)
        {
            return CampaignErrors.BudgetTooSmall.With("minimum", campaign.Reward.Value - budget);
        }

        if (await PayInAsync(campaign, request, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var state = campaign.State == CampaignState.Draft ? CampaignState.Active : campaign.State;
        await db.Set<Campaign>()
            .Where(row => row.Id == campaign.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, state).SetProperty(row => row.Funded, true).SetProperty(row => row.ExhaustedToldAt, (DateTimeOffset?)null)
                    .SetProperty(row => row.Wanted, Sun.Zero)
                    // A larger budget has a half and an end of its own.
                    .SetProperty(row => row.Told, row => row.Told & (CampaignMilestones.First | CampaignMilestones.Ten)),
                cancellationToken);
        unit.Publish(new RoomMade(campaign.Id));
        return Result.Success;
    }

    private async Task<Error?> PayInAsync(Campaign campaign, FundCampaign request, CancellationToken cancellationToken)
    {
        var posted = await sender.Send(
            new PostTransfer(new Transfer(
                $"campaign-fund:{request.IdempotencyKey ?? ids.Next().ToString()}",
                "campaign.funded",
                $"campaign:{campaign.Id}",
                [new Entry(LedgerAccount.Ad(campaign.OwnerId.Value), -request.Amount.Value), new Entry(campaign.Escrow, request.Amount.Value)])),
            cancellationToken);
        return posted.Error?.Code == LedgerErrors.InsufficientFunds.Code
            ? CampaignErrors.InsufficientAdFunds.With("available", posted.Error.Arguments["available"]).With("needed", request.Amount.Value)
            : posted.Error;
    }
}
