using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class CancelParticipationHandler(MarketplaceDbContext db, ParticipationEndings endings) : IRequestHandler<CancelParticipation, Result>
{
    public async Task<Result> Handle(CancelParticipation request, CancellationToken cancellationToken)
    {
        var participation = await db.Set<Participation>().AsNoTracking().SingleOrDefaultAsync(
            row => row.Id == request.ParticipationId && row.AccountId == request.AccountId, cancellationToken);
        if (participation is null)
        {
            return CampaignErrors.NotFound;
        }

        if (participation.State >= ParticipationState.Expired || await endings.EndAsync(participation, ParticipationState.Cancelled, _ => true, cancellationToken))
        {
            return Result.Success;
        }

        return CampaignErrors.WrongState.With("state", participation.State);
    }
}

internal sealed class GetOpenParticipationsHandler(MarketplaceDbContext db, TimeProvider time)
    : IRequestHandler<GetOpenParticipations, IReadOnlyList<ParticipationView>>
{
    public async Task<IReadOnlyList<ParticipationView>> Handle(GetOpenParticipations request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await (
            from participation in db.Set<Participation>()
            join campaign in db.Set<Campaign>() on participation.CampaignId equals campaign.Id
            where participation.AccountId == request.AccountId
                && participation.State < ParticipationState.Confirmed
                && participation.ExpiresAt > now
            orderby participation.OpenedAt descending
            select new { participation, campaign }).AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.participation.View(row.campaign))];
    }
}
