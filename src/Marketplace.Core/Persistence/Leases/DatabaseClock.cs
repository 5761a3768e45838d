using Microsoft.EntityFrameworkCore;

namespace Marketplace.Persistence.Leases;

/// <summary>The clock that all hosts of one database share: leases end by it, whatever each host's own clock says.</summary>
public interface IDatabaseClock
{
    /// <summary>What it says now.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken);
}

/// <summary>PostgreSQL's own clock. A SQLite file has none: all who use it are on one machine, and share that one's.</summary>
internal sealed class DatabaseClock(MarketplaceDbContext db, IDatabaseEngine engine, TimeProvider time) : IDatabaseClock
{
    public async ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken) => engine.HasRowLocks
        ? new DateTimeOffset(await db.Database.SqlQuery<DateTime>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancellationToken))
        : time.GetUtcNow();
}
