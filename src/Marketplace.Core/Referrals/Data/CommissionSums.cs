using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Referrals.Data;

/// <summary>Keeps <see cref="SponsorTotals"/>, always behind the ledger's locks and in the order of the sponsors, so that two transactions do not wait for each other in a circle.</summary>
internal sealed class CommissionSums(MarketplaceDbContext db)
{
    /// <param name="changes">What each sponsor's totals change by.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task AddAsync(IEnumerable<(AccountId SponsorId, Sun Paid, Sun Waiting)> changes, CancellationToken cancellationToken)
    {
        foreach (var sponsor in changes.GroupBy(change => change.SponsorId).OrderBy(sponsor => sponsor.Key.Value))
        {
            var (paid, waiting) = (sponsor.Sum(change => change.Paid.Value), sponsor.Sum(change => change.Waiting.Value));
            await db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO referrals_totals (sponsor_id, paid, waiting) VALUES ({sponsor.Key.Value}, {paid}, {waiting})
                 ON CONFLICT (sponsor_id) DO UPDATE SET paid = referrals_totals.paid + excluded.paid, waiting = referrals_totals.waiting + excluded.waiting
                 """,
                cancellationToken);
        }
    }
}
