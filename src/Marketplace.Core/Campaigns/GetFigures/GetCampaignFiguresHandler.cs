using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class GetCampaignFiguresHandler(MarketplaceDbContext db) : IRequestHandler<GetCampaignFigures, CampaignFigures>
{
    public async Task<CampaignFigures> Handle(GetCampaignFigures request, CancellationToken cancellationToken)
    {
        // Each of what waits has an index of its own, which is as small as what it counts.
        var participations = db.Set<Participation>().AsNoTracking();
        var paid = await db.Database
            .SqlQuery<Totals>(
                $"""SELECT CAST(COALESCE(SUM(paid), 0) AS bigint) AS "Paid", CAST(COALESCE(SUM(spent), 0) AS bigint) AS "Spent" FROM campaigns_totals""")
            .ToListAsync(cancellationToken);
        return new CampaignFigures(
            await db.Set<Campaign>().CountAsync(campaign => campaign.State == CampaignState.Active && campaign.Funded, cancellationToken),
            await participations.CountAsync(participation => participation.State < ParticipationState.Confirmed, cancellationToken),
            await participations.CountAsync(participation => participation.State == ParticipationState.Confirmed, cancellationToken),
            await participations.CountAsync(participation => participation.State == ParticipationState.Held, cancellationToken),
            checked((int)paid[0].Paid),
            new(paid[0].Spent),
            await db.Set<Report>().CountAsync(report => report.State == ReportState.Open, cancellationToken));
    }

    private sealed record Totals(long Paid, long Spent);
}
