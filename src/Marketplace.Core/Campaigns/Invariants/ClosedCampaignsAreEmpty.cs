using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>What nobody can reserve any more belongs to the owner, and went back.</summary>
internal sealed class ClosedCampaignsAreEmpty(MarketplaceDbContext db, IDatabaseEngine engine, ISender sender) : IInvariant
{
    private const int AtOnce = 500;
    private const int Shown = 5;

    public string Name => "A closed campaign has nothing free";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        // The campaigns and their money at one instant: a campaign closes and returns its money in one transaction.
        await using var snapshot = await Snapshots.TakeAsync(db, engine, cancellationToken);
        var closed = await db.Set<Campaign>().Where(campaign => campaign.State == CampaignState.Closed).Select(campaign => campaign.Id).ToListAsync(cancellationToken);
        var violations = new List<string>();
        foreach (var ids in closed.Chunk(AtOnce))
        {
            var escrows = await sender.Send(new GetBalances([.. ids.Select(id => LedgerAccount.Escrow(id.Value))]), cancellationToken);
            violations.AddRange(escrows.Where(escrow => escrow.Available != 0).Select(escrow => $"{escrow.Account} has {escrow.Available} free"));
        }

        return violations.Count == 0 ? null : string.Join("; ", violations.Take(Shown));
    }
}
