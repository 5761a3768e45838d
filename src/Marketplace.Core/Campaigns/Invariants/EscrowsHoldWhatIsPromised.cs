using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>
/// Paid once and only what was promised: a payment ends its hold, so whatever is paid twice, marked without a payment, or paid and not marked makes the two sides
/// differ. Of a payment that is held nobody knows whether its hold is still there: an operator looks at it anyway.
/// </summary>
internal sealed class EscrowsHoldWhatIsPromised(MarketplaceDbContext db, IDatabaseEngine engine, ISender sender) : IInvariant
{
    private const int AtOnce = 500;
    private const int Shown = 5;

    public string Name => "Every campaign's escrow holds what its unpaid participations were promised";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        // Both sides at the same instant.
        await using var snapshot = await Snapshots.TakeAsync(db, engine, cancellationToken);
        var promised = await db.Set<Participation>()
            .Where(row => row.State < ParticipationState.Paid)
            .GroupBy(row => new { row.CampaignId, row.State, row.Price })
            .Select(group => new { group.Key.CampaignId, group.Key.State, group.Key.Price, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var promises = promised.ToLookup(row => row.CampaignId);
        var campaigns = await db.Set<Campaign>().Select(campaign => campaign.Id).ToListAsync(cancellationToken);
        var violations = new List<string>();
        foreach (var ids in campaigns.Chunk(AtOnce))
        {
            var escrows = await sender.Send(new GetBalances([.. ids.Select(id => LedgerAccount.Escrow(id.Value))]), cancellationToken);
            violations.AddRange(
                from pair in ids.Zip(escrows)
                let certain = promises[pair.First].Where(row => row.State != ParticipationState.Held).Sum(row => row.Price.Value * row.Count)
                let held = promises[pair.First].Where(row => row.State == ParticipationState.Held).Sum(row => row.Price.Value * row.Count)
                where pair.Second.Held < certain || pair.Second.Held > certain + held
                select $"{pair.Second.Account} holds {pair.Second.Held}, promised are {certain + held}");
        }

        return violations.Count == 0 ? null : string.Join("; ", violations.Take(Shown));
    }
}
