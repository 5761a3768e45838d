using Marketplace.Persistence.Purging;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Persistence.Idempotency;

/// <summary>Callers may repeat a key for 30 days: far longer than any platform redelivers. What moves money has a key of its own in the ledger, which stays.</summary>
internal sealed class AnswerPurge(MarketplaceDbContext db, TimeProvider time) : IPurge
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    public string Name => "persistence.answers";

    public Task<int> PurgeAsync(int most, CancellationToken cancellationToken)
    {
        var until = (time.GetUtcNow() - Retention).UtcDateTime;
        return db.Database.ExecuteSqlAsync(
            $"""
             DELETE FROM idempotency_answers WHERE (scope, key) IN (
                 SELECT scope, key FROM idempotency_answers WHERE created_at < {until} ORDER BY created_at LIMIT {most})
             """,
            cancellationToken);
    }
}
