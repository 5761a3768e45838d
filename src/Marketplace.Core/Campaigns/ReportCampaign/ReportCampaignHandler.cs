using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class ReportCampaignHandler(MarketplaceDbContext db, IUnitOfWork unit, IdGenerator ids, TimeProvider time) :
    IRequestHandler<ReportCampaign, Result<ReportId>>,
    IRequestHandler<GetReportable, IReadOnlyList<CampaignName>>
{
    private const int LongestText = 1000;
    private const int MostListed = 20;

    public async Task<Result<ReportId>> Handle(ReportCampaign request, CancellationToken cancellationToken)
    {
        var text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim();
        if (text?.Length > LongestText)
        {
            return CampaignErrors.ReportTooLong.With("most", LongestText);
        }

        var reason = Enum.IsDefined(request.Reason) ? request.Reason : ReportReason.Other;
        if (reason == ReportReason.Other && text is null)
        {
            return CampaignErrors.ReportNeedsWords;
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
            Reason = reason,
            Text = text,
            ReportedAt = time.GetUtcNow(),
        };
        db.Add(report);
        unit.Publish(new CampaignReported(report.Id, request.CampaignId, title));
        return report.Id;
    }

    public async Task<IReadOnlyList<CampaignName>> Handle(GetReportable request, CancellationToken cancellationToken)
    {
        var most = Math.Clamp(request.Most, 1, MostListed);
        // Somebody may have tried the same campaign several times.
        var tried = await (
            from participation in db.Set<Participation>()
            join campaign in db.Set<Campaign>() on participation.CampaignId equals campaign.Id
            where participation.AccountId == request.AccountId
                && !db.Set<Report>().Any(report => report.CampaignId == campaign.Id && report.AccountId == request.AccountId)
            orderby participation.OpenedAt descending
            select new CampaignName(campaign.Id, campaign.Title)).Take(most * 4).ToListAsync(cancellationToken);
        return [.. tried.DistinctBy(campaign => campaign.Id).Take(most)];
    }
}
