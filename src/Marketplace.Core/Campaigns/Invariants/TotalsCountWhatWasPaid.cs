using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class TotalsCountWhatWasPaid(MarketplaceDbContext db) : IInvariant
{
    public string Name => "Every campaign's totals are those of its paid participations";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        // One statement, so one moment on either engine, for people earn meanwhile.
        var found = await db.Database.SqlQuery<string>(
            $"""
             SELECT 'campaign ' || x.campaign_id || ' counts ' || SUM(x.counted) || ' payments of ' || SUM(x.spent) || ' and ' || SUM(x.days) || ' by the day, made were ' || SUM(x.paid) || ' of ' || SUM(x.price) AS "Value"
             FROM (SELECT campaign_id, paid AS counted, spent, 0 AS days, 0 AS paid, 0 AS price FROM campaigns_totals
                   UNION ALL
                   SELECT campaign_id, 0, 0, SUM(paid), 0, 0 FROM campaigns_days GROUP BY campaign_id
                   UNION ALL
                   SELECT campaign_id, 0, 0, 0, COUNT(*), SUM(price) FROM campaigns_participations WHERE state = 4 GROUP BY campaign_id) x
             GROUP BY x.campaign_id HAVING SUM(x.counted) <> SUM(x.paid) OR SUM(x.days) <> SUM(x.paid) OR SUM(x.spent) <> SUM(x.price) LIMIT 5
             """).ToListAsync(cancellationToken);
        return found.Count == 0 ? null : string.Join("; ", found);
    }
}
