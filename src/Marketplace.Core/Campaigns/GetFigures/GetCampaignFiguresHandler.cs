using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class GetCampaignFiguresHandler(MarketplaceDbContext db) : IRequestHandler<GetCampaignFigures, CampaignFigures>
{
    public async Task<CampaignFigures> Handle(GetCampaignFigures request, CancellationToken cancellationToken)
    {
        var participations = db.Set<Participation>().AsNoTracking();
        var paid = await participations
            .Where(participation => participation.State == ParticipationState.Paid)
            .GroupBy(participation => participation.Price)
            .Select(group => new { Price = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return new CampaignFigures(
            await db.Set<Campaign>().CountAsync(campaign => campaign.State == CampaignState.Active && campaign.Funded, cancellationToken),
            await participations.CountAsync(participation => participation.State < ParticipationState.Confirmed, cancellationToken),
            await participations.CountAsync(participation => participation.State == ParticipationState.Confirmed, cancellationToken),
            await participations.CountAsync(participation => participation.State == ParticipationState.Held, cancellationToken),
            paid.Sum(row => row.Count),
            paid.Aggregate(Sun.Zero, (sum, row) => sum + row.Price * row.Count),
            await db.Set<Report>().CountAsync(report => report.State == ReportState.Open, cancellationToken));
    }
}
