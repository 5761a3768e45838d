using System.Data.Common;
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
    /// <summary>The sum keeps the last part from the index of all that ended: this person's own rows are few.</summary>
    private const string CampaignAndLive =
        $$"""
        SELECT {{Rows.CampaignColumns}}, {{Rows.ParticipationColumns}},
            (SELECT COUNT(*) FROM campaigns_participations o WHERE o.account_id = {0} AND o.state < 2 AND o.expires_at > {2}),
            (SELECT o.opened_at FROM campaigns_participations o WHERE o.account_id = {0} AND o.state + 0 IN (10, 11) AND o.opened_at > {3}
             ORDER BY o.opened_at DESC LIMIT 1 OFFSET {4})
        FROM campaigns_campaigns c LEFT JOIN campaigns_participations p ON p.campaign_id = c.id AND p.account_id = {0} AND p.state < 10
        WHERE c.id = {1}
        """;

    public async Task<Result<ParticipationView>> StartAsync(StartParticipation request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (campaign, live, limit) = await FindAsync(request, now, cancellationToken);
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

        if (limit is not null)
        {
            return limit;
        }

        if (live is not null)
        {
            // Its time is over, only nobody has swept it yet.
            await endings.EndAsync(live, ParticipationState.Expired, row => row.ExpiresAt <= now, cancellationToken);
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
            await ExhaustAsync(campaign, now, cancellationToken);
        }

        return participation.View(campaign);
    }

    /// <summary>Who starts and gives up in turn empties a campaign each time; its owner hears of it now and then.</summary>
    private async Task ExhaustAsync(Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = db.Set<Campaign>().Where(row => row.Id == campaign.Id);
        await row.ExecuteUpdateAsync(set => set.SetProperty(row => row.Funded, false), cancellationToken);
        var toldUntil = now - options.Value.ExhaustedNoticePause;
        var due = await row
            .Where(row => row.ExhaustedToldAt == null || row.ExhaustedToldAt <= toldUntil)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ExhaustedToldAt, now), cancellationToken);
        if (due == 1)
        {
            unit.Publish(new CampaignExhausted(campaign.Id, campaign.OwnerId, campaign.Title));
        }
    }

    private async Task<(Campaign? Campaign, Participation? Live, Error? Limit)> FindAsync(
        StartParticipation request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rules = options.Value;
        var found = await statements.ListAsync(
            FormattableStringFactory.Create(
                $"{CampaignAndLive} {locks.Clause}",
                request.AccountId.Value,
                request.CampaignId.Value,
                now.UtcDateTime,
                (now - rules.UnfinishedPause).UtcDateTime,
                rules.MostUnfinishedTasks - 1),
            row => (Rows.Campaign(row), Rows.Participation(row), Limit(row, now)),
            cancellationToken);
        return found is [var start] ? start : (null, null, null);
    }

    /// <summary>Reservations are free, so they have a limit: nobody keeps a budget from others by holding it, or by taking and leaving it in turn.</summary>
    private Error? Limit(DbDataReader row, DateTimeOffset now)
    {
        if (row.GetInt64(Rows.Behind) >= options.Value.MostOpenTasks)
        {
            return CampaignErrors.TooManyOpen.With("most", options.Value.MostOpenTasks);
        }

        // The oldest of those that make too many: once its time is over there is room again.
        return row.IsDBNull(Rows.Behind + 1)
            ? null
            : CampaignErrors.TooManyUnfinished.With(
                "minutes", (long)Math.Ceiling((Rows.Instant(row, Rows.Behind + 1) + options.Value.UnfinishedPause - now).TotalMinutes));
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
