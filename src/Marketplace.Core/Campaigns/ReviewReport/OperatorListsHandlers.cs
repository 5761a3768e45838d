using Marketplace.Campaigns.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class OperatorListsHandlers(MarketplaceDbContext db) :
    IRequestHandler<GetOpenReports, IReadOnlyList<ReportView>>,
    IRequestHandler<GetSuspendedCampaigns, IReadOnlyList<CampaignName>>
{
    private const int LargestPage = 100;

    public async Task<IReadOnlyList<ReportView>> Handle(GetOpenReports request, CancellationToken cancellationToken)
    {
        // The bound below Expired is that of the index on live participations.
        var rows = await (
            from report in db.Set<Report>()
            join campaign in db.Set<Campaign>() on report.CampaignId equals campaign.Id
            where report.State == ReportState.Open
            orderby report.ReportedAt, report.Id
            select new
            {
                Report = report,
                Campaign = campaign,
                Reports = db.Set<Report>().Count(other => other.CampaignId == campaign.Id),
                Open = db.Set<Participation>().Count(row =>
                    row.CampaignId == campaign.Id && row.State < ParticipationState.Expired && row.State < ParticipationState.Confirmed),
                Paid = db.Set<CampaignTotals>().Where(totals => totals.CampaignId == campaign.Id).Select(totals => totals.Paid).FirstOrDefault(),
            }).AsNoTracking().Skip(Math.Max(0, request.Skip)).Take(Math.Clamp(request.Most, 1, LargestPage)).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new ReportView(
            row.Report.Id,
            row.Campaign.Id,
            row.Campaign.Title,
            row.Campaign.Bot,
            row.Campaign.State,
            row.Campaign.OwnerId,
            row.Report.AccountId,
            row.Report.Reason,
            row.Report.Text,
            row.Report.ReportedAt,
            row.Reports,
            row.Open,
            row.Paid))];
    }

    public async Task<IReadOnlyList<CampaignName>> Handle(GetSuspendedCampaigns request, CancellationToken cancellationToken) =>
        await db.Set<Campaign>()
            .Where(campaign => campaign.State == CampaignState.Suspended)
            .OrderByDescending(campaign => campaign.Id)
            .Skip(Math.Max(0, request.Skip))
            .Take(Math.Clamp(request.Most, 1, LargestPage))
            .Select(campaign => new CampaignName(campaign.Id, campaign.Title))
            .ToListAsync(cancellationToken);
}
