using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

internal sealed class StoreSolvencySnapshotHandler(MarketplaceDbContext db, IOptions<WalletsOptions> options) : IRequestHandler<StoreSolvencySnapshot, Result>
{
    public async Task<Result> Handle(StoreSolvencySnapshot command, CancellationToken cancellationToken)
    {
        db.Add(command.Snapshot);
        db.AddRange(command.Tree.Tiles);
        db.AddRange(command.Tree.Pages);
        var kept = await db.Set<SolvencySnapshot>()
            .Where(row => row.Network == command.Snapshot.Network)
            .OrderByDescending(row => row.Id)
            .Take(options.Value.SolvencySnapshotsKept - 1)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        // Roots and totals stay, so that everybody sees what was said when; what is forgotten is whose leaf was where.
        var forgotten = db.Set<SolvencySnapshot>().Where(row => row.Network == command.Snapshot.Network && !kept.Contains(row.Id)).Select(row => row.Id);
        await db.Set<SolvencyTile>().Where(row => forgotten.Contains(row.SnapshotId)).ExecuteDeleteAsync(cancellationToken);
        await db.Set<SolvencyPage>().Where(row => forgotten.Contains(row.SnapshotId)).ExecuteDeleteAsync(cancellationToken);
        return Result.Success;
    }
}
