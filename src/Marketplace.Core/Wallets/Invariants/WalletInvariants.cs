using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class CreditsAreDated(MarketplaceDbContext db) : IInvariant
{
    private const int Shown = 5;

    public string Name => "Every credited deposit says when it was credited, and no other does";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        var found = await db.Set<Deposit>()
            .AsNoTracking()
            .Where(deposit => (deposit.State == DepositState.Credited) != (deposit.CreditedAt != null))
            .OrderBy(deposit => deposit.TransactionId)
            .Select(deposit => new { deposit.TransactionId, deposit.OutputIndex, deposit.State })
            .Take(Shown)
            .ToListAsync(cancellationToken);
        return found.Count == 0 ? null : string.Join("; ", found.Select(deposit => $"deposit {deposit.TransactionId}/{deposit.OutputIndex} is {deposit.State}"));
    }
}
