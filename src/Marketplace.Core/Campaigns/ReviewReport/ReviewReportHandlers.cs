using Marketplace.Accounts;
using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>What operators decide, behind the campaign's lock: two who decide at once do it one after the other.</summary>
internal sealed class ReviewReportHandlers(
    MarketplaceDbContext db, CampaignLocks locks, Budgets budgets, IUnitOfWork unit, ISender sender, WorkSignals signals, TimeProvider time) :
    IRequestHandler<ReviewReport, Result>,
    IRequestHandler<LiftSuspension, Result>
{
    public async Task<Result> Handle(ReviewReport request, CancellationToken cancellationToken)
    {
        if (!await IsOperatorAsync(request.OperatorId, cancellationToken))
        {
            return AccountErrors.OperatorsOnly;
        }

        var about = await db.Set<Report>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.ReportId, cancellationToken);
        if (about is null || await locks.TakeAsync(about.CampaignId, cancellationToken) is not { } campaign)
        {
            return KernelErrors.NotFound;
        }

        var reports = await db.Set<Report>().Where(row => row.CampaignId == campaign.Id).ToListAsync(cancellationToken);
        var report = reports.Single(row => row.Id == request.ReportId);
        var outcome = request.Uphold ? ReportState.Upheld : ReportState.Dismissed;
        if (report.State != ReportState.Open)
        {
            return report.State == outcome ? Result.Success : CampaignErrors.ReportDecided;
        }

        foreach (var decided in reports.Where(row => row.State == ReportState.Open && (request.Uphold || row == report)))
        {
            (decided.State, decided.ReviewedBy, decided.ReviewedAt) = (outcome, request.OperatorId, time.GetUtcNow());
            unit.Publish(new ReportDecided(decided.Id, decided.AccountId, campaign.Title, request.Uphold));
        }

        if (request.Uphold)
        {
            await SuspendAsync(campaign, report.Reason, cancellationToken);
        }

        return Result.Success;
    }

    public async Task<Result> Handle(LiftSuspension request, CancellationToken cancellationToken)
    {
        if (!await IsOperatorAsync(request.OperatorId, cancellationToken))
        {
            return AccountErrors.OperatorsOnly;
        }

        var campaign = await locks.TakeAsync(request.CampaignId, cancellationToken);
        if (campaign is null or { State: CampaignState.Closed })
        {
            return campaign is null ? CampaignErrors.NotFound : CampaignErrors.WrongState.With("state", campaign.State);
        }

        if (campaign.State == CampaignState.Suspended)
        {
            var row = db.Set<Campaign>().Where(row => row.Id == campaign.Id);
            var state = await row.Select(row => row.SuspendedFrom).SingleAsync(cancellationToken) ?? CampaignState.Paused;
            await row.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, state).SetProperty(row => row.SuspendedFrom, (CampaignState?)null), cancellationToken);
            await budgets.RefreshAsync(campaign, campaign.Reward, cancellationToken);
            unit.Publish(new RoomMade(campaign.Id));
            unit.Publish(new SuspensionLifted(campaign.Id, campaign.OwnerId, campaign.Title, state));
        }

        return Result.Success;
    }

    private async Task SuspendAsync(Campaign campaign, ReportReason reason, CancellationToken cancellationToken)
    {
        if (campaign.State is CampaignState.Closed or CampaignState.Suspended)
        {
            return;
        }

        await db.Set<Campaign>()
            .Where(row => row.Id == campaign.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, CampaignState.Suspended).SetProperty(row => row.SuspendedFrom, campaign.State), cancellationToken);
        unit.Publish(new CampaignSuspended(campaign.Id, campaign.OwnerId, campaign.Title, reason));
        // Nobody is sent to that bot any more.
        unit.AfterCommit(() => signals.Wake(ExpireParticipations.WorkName));
    }

    private async Task<bool> IsOperatorAsync(AccountId id, CancellationToken cancellationToken) =>
        await sender.Send(new GetAccount(id), cancellationToken) is { Role: AccountRole.Operator };
}
