using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class ReportCampaignHandler(MarketplaceDbContext db, IUnitOfWork unit, IdGenerator ids, TimeProvider time)
    : IRequestHandler<ReportCampaign, Result<ReportId>>
{
    private const int LongestText = 1000;

    public async Task<Result<ReportId>> Handle(ReportCampaign request, CancellationToken cancellationToken)
    {
        var text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim();
        if (text?.Length > LongestText || !Enum.IsDefined(request.Reason) || (request.Reason == ReportReason.Other && text is null))
        {
            return CampaignErrors.BadReport;
        }

        var title = await db.Set<Campaign>()
            .Where(campaign => campaign.Id == request.CampaignId)
            .Select(campaign => campaign.Title)
            .SingleOrDefaultAsync(cancellationToken);
        if (title is null)
        {
            return CampaignErrors.NotFound;
        }

        if (await db.Set<Report>().AnyAsync(
            report => report.CampaignId == request.CampaignId && report.AccountId == request.AccountId, cancellationToken))
        {
            return CampaignErrors.AlreadyReported;
        }

        var report = new Report
        {
            Id = ids.Next<ReportId>(),
            CampaignId = request.CampaignId,
            AccountId = request.AccountId,
            Reason = request.Reason,
            Text = text,
            ReportedAt = time.GetUtcNow(),
        };
        db.Add(report);
        unit.Publish(new CampaignReported(report.Id, request.CampaignId, title));
        return report.Id;
    }
}

internal sealed class ReviewReportHandler(MarketplaceDbContext db, IUnitOfWork unit, ISender sender, TimeProvider time)
    : IRequestHandler<ReviewReport, Result>
{
    public async Task<Result> Handle(ReviewReport request, CancellationToken cancellationToken)
    {
        if (await sender.Send(new GetAccount(request.OperatorId), cancellationToken) is not { Role: AccountRole.Operator })
        {
            return AccountErrors.OperatorsOnly;
        }

        var report = await db.Set<Report>().SingleOrDefaultAsync(row => row.Id == request.ReportId, cancellationToken);
        if (report is null)
        {
            return KernelErrors.NotFound;
        }

        var outcome = request.Uphold ? ReportState.Upheld : ReportState.Dismissed;
        if (report.State != ReportState.Open)
        {
            return report.State == outcome ? Result.Success : CampaignErrors.WrongState.With("state", report.State);
        }

        (report.State, report.ReviewedBy, report.ReviewedAt) = (outcome, request.OperatorId, time.GetUtcNow());
        if (request.Uphold)
        {
            await SuspendAsync(report.CampaignId, cancellationToken);
        }

        return Result.Success;
    }

    private async Task SuspendAsync(CampaignId id, CancellationToken cancellationToken)
    {
        var suspended = await db.Set<Campaign>()
            .Where(campaign => campaign.Id == id && campaign.State != CampaignState.Closed && campaign.State != CampaignState.Suspended)
            .ExecuteUpdateAsync(set => set.SetProperty(campaign => campaign.State, CampaignState.Suspended), cancellationToken);
        if (suspended == 1)
        {
            var campaign = await db.Set<Campaign>().AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
            unit.Publish(new CampaignSuspended(id, campaign.OwnerId, campaign.Title));
        }
    }
}

internal sealed class GetOpenReportsHandler(MarketplaceDbContext db) : IRequestHandler<GetOpenReports, IReadOnlyList<ReportView>>
{
    public async Task<IReadOnlyList<ReportView>> Handle(GetOpenReports request, CancellationToken cancellationToken)
    {
        var rows = await (
            from report in db.Set<Report>()
            join campaign in db.Set<Campaign>() on report.CampaignId equals campaign.Id
            where report.State == ReportState.Open
            orderby report.ReportedAt
            select new { report, campaign }).AsNoTracking().Take(Math.Clamp(request.Most, 1, 100)).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new ReportView(
            row.report.Id, row.campaign.Id, row.campaign.Title, row.campaign.Bot, row.report.Reason, row.report.Text, row.report.ReportedAt))];
    }
}
