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

internal sealed class BalancesSumToZero(MarketplaceDbContext db) : SqlInvariant(
    db,
    "All balances of an asset sum to zero",
    // In two halves: the sum of the whole numbers could overflow on the way, though its end is 0.
    """
    SELECT 'the balances of ' || b.asset || ' do not sum to zero' AS violation
    FROM (SELECT asset, balance FROM ledger_accounts
          UNION ALL
          SELECT a.asset, t.amount FROM ledger_tail t JOIN ledger_accounts a ON a.id = t.account_id) b
    GROUP BY b.asset HAVING SUM(b.balance / 1000000000) * 1000000000 + SUM(b.balance % 1000000000) <> 0
    """);

internal sealed class HistoryAddsUp(MarketplaceDbContext db) : SqlInvariant(
    db,
    "Every entry's balance is the one before it and its amount",
    """
    SELECT a.code || ' has ' || e.balance_after || ' after entry ' || e.version || ' of ' || e.amount || ', and before it ' || COALESCE(p.balance_after, 0) AS violation
    FROM ledger_entries e
    JOIN ledger_accounts a ON a.id = e.account_id
    LEFT JOIN ledger_entries p ON p.account_id = e.account_id AND p.version = e.version - 1
    WHERE e.balance_after <> COALESCE(p.balance_after, 0) + e.amount
    """);

internal sealed class BalancesEqualTheirLastEntry(MarketplaceDbContext db) : SqlInvariant(
    db,
    "Every balance is that of its last entry",
    """
    SELECT a.code || ' has ' || a.balance || ', after its last entry ' || COALESCE(e.balance_after, 0) AS violation
    FROM ledger_accounts a LEFT JOIN ledger_entries e ON e.account_id = a.id AND e.version = a.version
    WHERE a.balance <> COALESCE(e.balance_after, 0)
    """);

internal sealed class EntriesBelongToTransfers(MarketplaceDbContext db) : SqlInvariant(
    db,
    "Every entry belongs to a transfer and an account, and every transfer has entries",
    """
    SELECT 'transfer ' || e.journal_id || ' has an entry of ' || e.amount || CASE WHEN j.id IS NULL THEN ' and is not in the journal' ELSE ' on an account that is not there' END AS violation
    FROM (SELECT journal_id, account_id, amount FROM ledger_entries UNION ALL SELECT journal_id, account_id, amount FROM ledger_tail) e
    LEFT JOIN ledger_journal j ON j.id = e.journal_id
    LEFT JOIN ledger_accounts a ON a.id = e.account_id
    WHERE j.id IS NULL OR a.id IS NULL
    UNION ALL
    SELECT 'transfer ' || j.id || ' has no entries' FROM ledger_journal j
    WHERE NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.journal_id = j.id) AND NOT EXISTS (SELECT 1 FROM ledger_tail t WHERE t.journal_id = j.id)
    """);

internal sealed class HoldsEndOnce(MarketplaceDbContext db) : SqlInvariant(
    db,
    "A hold is captured exactly where it says so",
    """
    SELECT 'a hold of ' || h.amount || ' on ' || COALESCE(a.code, 'no account') || ' has captured ' || h.captured || ' in state ' || h.state AS violation
    FROM ledger_holds h LEFT JOIN ledger_accounts a ON a.id = h.account_id
    WHERE a.id IS NULL OR h.state NOT IN (0, 1, 2) OR (h.state = 1 AND h.captured = 0) OR (h.state <> 1 AND h.captured <> 0)
    """);
