using Marketplace.Accounts;
using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

/// <summary>The owner's switches. Each decides behind the campaign's lock; pressed twice it is as wanted.</summary>
internal sealed class ManageCampaignHandlers(MarketplaceDbContext db, CampaignLocks locks, Budgets budgets, IUnitOfWork unit, IOptions<CampaignsOptions> options) :
    IRequestHandler<PauseCampaign, Result>,
    IRequestHandler<ResumeCampaign, Result>,
    IRequestHandler<ChangeReward, Result>
{
    public Task<Result> Handle(PauseCampaign request, CancellationToken cancellationToken) =>
        SwitchAsync(request.OwnerId, request.CampaignId, CampaignState.Active, CampaignState.Paused, cancellationToken);

    public Task<Result> Handle(ResumeCampaign request, CancellationToken cancellationToken) =>
        SwitchAsync(request.OwnerId, request.CampaignId, CampaignState.Paused, CampaignState.Active, cancellationToken);

    public async Task<Result> Handle(ChangeReward request, CancellationToken cancellationToken)
    {
        if (RewardRange.Check(request.Reward, options.Value) is { } error)
        {
            return error;
        }

        var campaign = await OwnAsync(request.OwnerId, request.CampaignId, cancellationToken);
        if (campaign is null or { State: CampaignState.Closed })
        {
            return campaign is null ? CampaignErrors.NotFound : CampaignErrors.WrongState.With("state", campaign.State);
        }

        await Row(campaign).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reward, request.Reward), cancellationToken);
        await budgets.RefreshAsync(campaign, request.Reward, cancellationToken);
        return Result.Success;
    }

    private async Task<Result> SwitchAsync(AccountId ownerId, CampaignId id, CampaignState from, CampaignState to, CancellationToken cancellationToken)
    {
        var campaign = await OwnAsync(ownerId, id, cancellationToken);
        if (campaign is null)
        {
            return CampaignErrors.NotFound;
        }

        if (campaign.State == from)
        {
            await Row(campaign).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, to), cancellationToken);
            if (to == CampaignState.Active)
            {
                unit.Publish(new RoomMade(id));
            }
        }

        return campaign.State == from || campaign.State == to ? Result.Success : CampaignErrors.WrongState.With("state", campaign.State);
    }

    private async Task<Campaign?> OwnAsync(AccountId ownerId, CampaignId id, CancellationToken cancellationToken) =>
        await locks.TakeAsync(id, cancellationToken) is { } campaign && campaign.OwnerId == ownerId ? campaign : null;

    private IQueryable<Campaign> Row(Campaign campaign) => db.Set<Campaign>().Where(row => row.Id == campaign.Id);
}
