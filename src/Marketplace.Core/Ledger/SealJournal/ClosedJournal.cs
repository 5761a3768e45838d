using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>
/// Up to which number the journal is closed: no transaction that is still open could add a lower one. On PostgreSQL numbers come from a sequence and are committed in any
/// order. Every posting has its transaction's id before it takes its number; so once all transactions are over that began before the sequence was read, whatever it had given
/// out by then is either there or never will be. A transaction that stays open for hours, a prepared one too, merely delays the seals.
/// </summary>
/// <remarks>
/// The mark is an id of our own and not the snapshot's <c>xmax</c>: that is one past the newest transaction that has ended, so transactions that are at work may be above it
/// (postgresql.org/docs/15/functions-info.html, table 9.77).
/// </remarks>
internal sealed class ClosedJournal(IDatabaseEngine engine)
{
    private (long Number, long Transaction)? waiting;
    private long closed;

    /// <param name="db">The context, outside any transaction: every statement here must see the newest state.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<long> UpToAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        if (!engine.HasRowLocks)
        {
            // SQLite has one writer: what it commits is in order.
            return long.MaxValue;
        }

        // In this order: the mark after the number.
        waiting ??= (
            await AskAsync(db, "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS \"Value\" FROM ledger_journal_id_seq", cancellationToken),
            await AskAsync(db, "SELECT pg_current_xact_id()::text::bigint AS \"Value\"", cancellationToken));
        var oldestAtWork = await AskAsync(db, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS \"Value\"", cancellationToken);
        if (oldestAtWork > waiting.Value.Transaction)
        {
            closed = waiting.Value.Number;
            waiting = null;
        }

        return closed;
    }

    private static async Task<long> AskAsync(MarketplaceDbContext db, string sql, CancellationToken cancellationToken) =>
        (await db.Database.SqlQueryRaw<long>(sql).ToListAsync(cancellationToken)).Single();
}
