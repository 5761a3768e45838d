using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>A sentence and the query that lists what breaks it. The sums are per transfer or account: a total over all could overflow.</summary>
internal abstract class SqlInvariant(MarketplaceDbContext db, string name, string violations) : IInvariant
{
    private const int Shown = 5;

    public string Name => name;

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
#pragma warning disable EF1002 // The query is a constant of this file.
        var found = await db.Database
            .SqlQueryRaw<string>($"SELECT v.violation AS \"Value\" FROM ({violations}) v LIMIT {Shown}")
            .ToListAsync(cancellationToken);
#pragma warning restore EF1002
        return found.Count == 0 ? null : string.Join("; ", found);
    }
}

internal sealed class TransfersSumToZero(MarketplaceDbContext db) : SqlInvariant(
    db,
    "Every transfer sums to zero per asset",
    """
    SELECT 'transfer ' || e.journal_id || ' sums to ' || SUM(e.amount) || ' ' || a.asset AS violation
    FROM (SELECT journal_id, account_id, amount FROM ledger_entries UNION ALL SELECT journal_id, account_id, amount FROM ledger_tail) e
    JOIN ledger_accounts a ON a.id = e.account_id
    GROUP BY e.journal_id, a.asset HAVING SUM(e.amount) <> 0
    """);

internal sealed class BalancesEqualTheirEntries(MarketplaceDbContext db) : SqlInvariant(
    db,
    "Every balance equals the sum of its entries",
    """
    SELECT a.code || ' has ' || a.balance || ', its entries ' || COALESCE(SUM(e.amount), 0) AS violation
    FROM ledger_accounts a LEFT JOIN ledger_entries e ON e.account_id = a.id
    GROUP BY a.id, a.code, a.balance HAVING COALESCE(SUM(e.amount), 0) <> a.balance
    """);

internal sealed class NothingIsOverdrawn(MarketplaceDbContext db) : SqlInvariant(
    db,
    "No account is below its floor",
    "SELECT code || ' has ' || balance || ', of which ' || held || ' held' AS violation FROM ledger_accounts WHERE balance - held < floor OR held < 0");

internal sealed class HeldEqualsOpenHolds(MarketplaceDbContext db) : SqlInvariant(
    db,
    "What is held equals the open holds",
    """
    SELECT a.code || ' holds ' || a.held || ', its open holds ' || COALESCE(SUM(h.amount), 0) AS violation
    FROM ledger_accounts a LEFT JOIN ledger_holds h ON h.account_id = a.id AND h.state = 0
    GROUP BY a.id, a.code, a.held HAVING COALESCE(SUM(h.amount), 0) <> a.held
    """);

internal sealed class HistoryHasNoGaps(MarketplaceDbContext db) : SqlInvariant(
    db,
    "Every account's history is complete and in order",
    """
    SELECT a.code || ' has version ' || a.version || ' and ' || COUNT(e.version) || ' entries' AS violation
    FROM ledger_accounts a LEFT JOIN ledger_entries e ON e.account_id = a.id
    GROUP BY a.id, a.code, a.version HAVING COUNT(e.version) <> a.version OR COALESCE(MAX(e.version), 0) <> a.version
    """);
