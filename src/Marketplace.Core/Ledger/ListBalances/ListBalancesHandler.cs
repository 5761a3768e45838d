using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class ListBalancesHandler(MarketplaceDbContext db) : IRequestHandler<ListBalances, IReadOnlyList<Balance>>
{
    private const int LargestPage = 1_000;

    public async Task<IReadOnlyList<Balance>> Handle(ListBalances request, CancellationToken cancellationToken)
    {
        // In SQL for the comparison of pairs, by which both engines start from the index. An account that a refused posting made in passing has no entry.
        var rows = await db.Database.SqlQuery<Row>(
            $"""
             SELECT a.code AS "Code", a.asset AS "Asset", a.held AS "Held",
                 CAST(a.balance + COALESCE((SELECT SUM(t.amount) FROM ledger_tail t WHERE t.account_id = a.id), 0) AS bigint) AS "Balance"
             FROM ledger_accounts a
             WHERE (a.code, a.asset) > ({request.AfterCode}, {request.AfterAsset})
                 AND (a.version > 0 OR EXISTS (SELECT 1 FROM ledger_tail t WHERE t.account_id = a.id))
             ORDER BY a.code, a.asset LIMIT {Math.Clamp(request.PageSize, 1, LargestPage)}
             """).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new Balance(new LedgerAccount(row.Code), row.Asset, row.Balance, row.Held))];
    }

    private sealed record Row(string Code, string Asset, long Held, long Balance);
}
