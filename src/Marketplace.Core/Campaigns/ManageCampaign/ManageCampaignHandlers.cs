using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

/// <summary>The owner's switches. Each is one conditional update: the state it must leave is part of the statement.</summary>
internal sealed class ManageCampaignHandlers(MarketplaceDbContext db, Budgets budgets, IOptions<CampaignsOptions> options) :
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

        var changed = await Own(request.OwnerId, request.CampaignId)
            .Where(campaign => campaign.State != CampaignState.Closed)
            .ExecuteUpdateAsync(set => set.SetProperty(campaign => campaign.Reward, request.Reward), cancellationToken);
        if (changed == 0)
        {
            return await WhyNotAsync(request.OwnerId, request.CampaignId, cancellationToken);
        }

        await budgets.RefreshAsync(request.CampaignId, cancellationToken);
        return Result.Success;
    }

    private async Task<Result> SwitchAsync(AccountId ownerId, CampaignId id, CampaignState from, CampaignState to, CancellationToken cancellationToken)
    {
        var changed = await Own(ownerId, id)
            .Where(campaign => campaign.State == from)
            .ExecuteUpdateAsync(set => set.SetProperty(campaign => campaign.State, to), cancellationToken);
        if (changed == 1)
        {
            return Result.Success;
        }

        // Pressed twice: it is as wanted.
        var current = await Own(ownerId, id).AsNoTracking().Select(campaign => (CampaignState?)campaign.State).SingleOrDefaultAsync(cancellationToken);
        return current == to ? Result.Success : await WhyNotAsync(ownerId, id, cancellationToken);
    }

    private async Task<Result> WhyNotAsync(AccountId ownerId, CampaignId id, CancellationToken cancellationToken) =>
        await Own(ownerId, id).AsNoTracking().Select(campaign => (CampaignState?)campaign.State).SingleOrDefaultAsync(cancellationToken) is { } state
            ? CampaignErrors.WrongState.With("state", state)
            : CampaignErrors.NotFound;

    private IQueryable<Campaign> Own(AccountId ownerId, CampaignId id) =>
        db.Set<Campaign>().Where(campaign => campaign.Id == id && campaign.OwnerId == ownerId);
}
