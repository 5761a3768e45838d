using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

internal sealed class StartParticipationHandler(
    MarketplaceDbContext db,
    IUnitOfWork unit,
    ISender sender,
    ParticipationEndings endings,
    IdGenerator ids,
    TimeProvider time,
    IOptions<CampaignsOptions> options) : IRequestHandler<StartParticipation, Result<ParticipationView>>
{
    public async Task<Result<ParticipationView>> Handle(StartParticipation request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var campaign = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.CampaignId, cancellationToken);
        if (campaign is null || campaign.State == CampaignState.Draft)
        {
            return CampaignErrors.NotFound;
        }

        if (campaign.OwnerId == request.AccountId)
        {
            return CampaignErrors.OwnCampaign;
        }

        var live = await db.Set<Participation>().AsNoTracking().SingleOrDefaultAsync(
            row => row.CampaignId == request.CampaignId && row.AccountId == request.AccountId && row.State < ParticipationState.Expired,
            cancellationToken);
        if (live is { State: >= ParticipationState.Confirmed })
        {
            return CampaignErrors.AlreadyDone;
        }

        if (live is not null && live.ExpiresAt > now)
        {
            return live.View(campaign);
        }

        if (campaign.State != CampaignState.Active)
        {
            return CampaignErrors.NotActive;
        }

        if (live is not null)
        {
            // Its time is over, only nobody has swept it yet.
            await endings.EndAsync(live, ParticipationState.Expired, cancellationToken);
        }

        return await OpenAsync(request, campaign, now, cancellationToken);
    }

    private async Task<Result<ParticipationView>> OpenAsync(
        StartParticipation request, Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var participation = new Participation
        {
            Id = ids.Next<ParticipationId>(),
            CampaignId = campaign.Id,
            AccountId = request.AccountId,
            Price = campaign.Reward,
            Earns = Pricing.Earns(campaign.Reward, options.Value),
            State = ParticipationState.Open,
            OpenedAt = now,
            ExpiresAt = now + options.Value.ParticipationWindow,
        };
        // The hold has no expiry of its own: an accepted proof prolongs the participation, and its ending frees the hold.
        var hold = await sender.Send(
            new PlaceHold(participation.HoldId, campaign.Escrow, participation.Price.Value, $"participation:{participation.Id}"), cancellationToken);
        if (hold.Error?.Code == LedgerErrors.InsufficientFunds.Code)
        {
            return CampaignErrors.BudgetExhausted;
        }

        if (!hold.Succeeded)
        {
            return hold.Error;
        }

        db.Add(participation);
        if (hold.Value.AvailableAfter < campaign.Reward.Value)
        {
            await db.Set<Campaign>()
                .Where(row => row.Id == campaign.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Funded, false), cancellationToken);
            unit.Publish(new CampaignExhausted(campaign.Id, campaign.OwnerId, campaign.Title));
        }

        return participation.View(campaign);
    }
}
