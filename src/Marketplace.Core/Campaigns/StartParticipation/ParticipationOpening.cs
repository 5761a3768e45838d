using System.Runtime.CompilerServices;
using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

/// <summary>Judges who may start, and reserves the reward, in the transaction at hand and behind the campaign's lock. What it refuses has left nothing.</summary>
internal sealed class ParticipationOpening(
    MarketplaceDbContext db,
    Statements statements,
    CampaignLocks locks,
    IUnitOfWork unit,
    ISender sender,
    ParticipationEndings endings,
    IdGenerator ids,
    TimeProvider time,
    IOptions<CampaignsOptions> options)
{
    private const string CampaignAndLive =
        $$"""
        SELECT {{Rows.CampaignColumns}}, {{Rows.ParticipationColumns}}
        FROM campaigns_campaigns c LEFT JOIN campaigns_participations p ON p.campaign_id = c.id AND p.account_id = {0} AND p.state < 10
        WHERE c.id = {1}
        """;

    public async Task<Result<ParticipationView>> StartAsync(StartParticipation request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (campaign, live) = await FindAsync(request, cancellationToken);
        if (campaign is null || campaign.State == CampaignState.Draft)
        {
            return CampaignErrors.NotFound;
        }

        if (campaign.OwnerId == request.AccountId)
        {
            return CampaignErrors.OwnCampaign;
        }

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
            await endings.EndAsync(live, ParticipationState.Expired, now, cancellationToken);
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

        await InsertAsync(participation, cancellationToken);
        if (hold.Value.AvailableAfter < campaign.Reward.Value)
        {
            await db.Set<Campaign>()
                .Where(row => row.Id == campaign.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Funded, false), cancellationToken);
            unit.Publish(new CampaignExhausted(campaign.Id, campaign.OwnerId, campaign.Title));
        }

        return participation.View(campaign);
    }

    private async Task<(Campaign? Campaign, Participation? Live)> FindAsync(StartParticipation request, CancellationToken cancellationToken)
    {
        var found = await statements.ListAsync(
            FormattableStringFactory.Create($"{CampaignAndLive} {locks.Clause}", request.AccountId.Value, request.CampaignId.Value),
            static row => (Rows.Campaign(row), Rows.Participation(row)),
            cancellationToken);
        return found is [var pair] ? pair : (null, null);
    }

    private Task<int> InsertAsync(Participation participation, CancellationToken cancellationToken)
    {
        var (id, campaign, account) = (participation.Id.Value, participation.CampaignId.Value, participation.AccountId.Value);
        var (opened, expires) = (participation.OpenedAt.UtcDateTime, participation.ExpiresAt.UtcDateTime);
        return statements.ExecuteAsync(
            $"""
             INSERT INTO campaigns_participations (id, campaign_id, account_id, price, earns, state, opened_at, expires_at)
             VALUES ({id}, {campaign}, {account}, {participation.Price.Value}, {participation.Earns.Value}, 0, {opened}, {expires})
             """,
            cancellationToken);
    }
}
