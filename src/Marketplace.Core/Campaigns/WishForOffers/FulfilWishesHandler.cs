using System.Runtime.CompilerServices;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Outbox;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

/// <summary>A campaign may have room where it had none: it opened, was refilled, or somebody left it.</summary>
/// <param name="CampaignId">Which.</param>
/// <param name="Places">How many may still be told of it; null for as many as its budget pays for.</param>
internal sealed record RoomMade(CampaignId CampaignId, long? Places = null) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"campaign:{CampaignId}";
}

/// <summary>
/// Tells those who have waited longest, a batch in a transaction, and no more people than there is room for: the others keep their wish. Nothing is decided
/// about the campaign here, so its lock is left alone; whether somebody gets in is decided where they start.
/// </summary>
internal sealed class FulfilWishesHandler(
    MarketplaceDbContext db, Statements statements, IDatabaseEngine engine, ISender sender, IUnitOfWork unit, IOptions<CampaignsOptions> options)
    : IIntegrationEventHandler<RoomMade>
{
    internal const int Batch = 100;

    public async Task HandleAsync(RoomMade made, CancellationToken cancellationToken)
    {
        var campaign = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == made.CampaignId, cancellationToken);
        if (campaign is not { State: CampaignState.Active, Funded: true })
        {
            return;
        }

        var places = made.Places ?? (await sender.Send(new GetBalances([campaign.Escrow]), cancellationToken))[0].Available / campaign.Reward.Value;
        var most = (int)Math.Min(places, Batch);
        var taken = await TakeAsync(campaign, most, cancellationToken);
        // Who is banned hears nothing; their wish is gone all the same.
        foreach (var account in await sender.Send(new GetAccounts(taken), cancellationToken))
        {
            if (account.Role != AccountRole.Banned)
            {
                unit.Publish(new OfferFound(account.Id, campaign.Id, campaign.Title, campaign.Offer(options.Value).Earns));
            }
        }

        if (taken.Count == most && places > most)
        {
            unit.Publish(made with { Places = places - most });
        }
    }

    /// <summary>Takes the oldest wishes that this campaign fulfils. Two campaigns that open at once never take the same one: the other's are passed over.</summary>
    private Task<IReadOnlyList<AccountId>> TakeAsync(Campaign campaign, int most, CancellationToken cancellationToken)
    {
        var locking = engine.HasRowLocks ? "FOR UPDATE OF w SKIP LOCKED" : string.Empty;
        var oldest =
            $$"""
              WITH due AS (
                  SELECT w.account_id FROM campaigns_wishes w
                  WHERE w.platform = {0} AND w.account_id <> {1} AND NOT EXISTS (
                      SELECT 1 FROM campaigns_participations p WHERE p.campaign_id = {2} AND p.account_id = w.account_id AND p.state < 10)
                  ORDER BY w.wished_at LIMIT {3} {{locking}})
              DELETE FROM campaigns_wishes WHERE account_id IN (SELECT account_id FROM due) RETURNING account_id
              """;
        return statements.ListAsync(
            FormattableStringFactory.Create(oldest, campaign.Platform, campaign.OwnerId.Value, campaign.Id.Value, most),
            static row => new AccountId(row.GetGuid(0)),
            cancellationToken);
    }
}
