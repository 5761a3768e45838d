using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Referrals;

internal sealed class TotalsAddUpCommissions(MarketplaceDbContext db) : IInvariant
{
    public string Name => "Every sponsor's totals are the sums of their commissions";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        // One statement, so one moment on either engine.
        var found = await db.Database.SqlQuery<string>(
            $"""
             SELECT 'sponsor ' || x.sponsor_id || ' has ' || SUM(x.paid) || ' paid and ' || SUM(x.waiting) || ' waiting, by the commissions '
                 || SUM(x.paid_each) || ' and ' || SUM(x.waiting_each) AS "Value"
             FROM (SELECT sponsor_id, paid, waiting, 0 AS paid_each, 0 AS waiting_each FROM referrals_totals
                   UNION ALL
                   SELECT sponsor_id, 0, 0, SUM(paid), SUM(amount - paid) FROM referrals_commissions GROUP BY sponsor_id) x
             GROUP BY x.sponsor_id HAVING SUM(x.paid) <> SUM(x.paid_each) OR SUM(x.waiting) <> SUM(x.waiting_each) LIMIT 5
             """).ToListAsync(cancellationToken);
        return found.Count == 0 ? null : string.Join("; ", found);
    }
}
