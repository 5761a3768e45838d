using System.Data;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Campaigns;

/// <summary>One instant for several queries, for people earn meanwhile.</summary>
internal static class Snapshots
{
    /// <summary>SQLite reads a snapshot in any transaction; this level does not take the writer's turn.</summary>
    /// <returns>Null where there is a transaction already.</returns>
    public static async Task<IDbContextTransaction?> TakeAsync(MarketplaceDbContext db, IDatabaseEngine engine, CancellationToken cancellationToken) =>
        db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(engine.HasRowLocks ? IsolationLevel.RepeatableRead : IsolationLevel.ReadUncommitted, cancellationToken)
            : null;
}
