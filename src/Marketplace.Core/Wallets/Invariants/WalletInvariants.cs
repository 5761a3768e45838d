using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class PaymentsAreNamed(MarketplaceDbContext db) : IInvariant
{
    private const int Shown = 5;

    public string Name => "Every withdrawal that was or may be paid names its transaction";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        var found = await db.Set<Withdrawal>()
            .AsNoTracking()
            .Where(withdrawal => withdrawal.State == WithdrawalState.Signed || withdrawal.State == WithdrawalState.Broadcast || withdrawal.State == WithdrawalState.Settled)
            .Where(withdrawal => withdrawal.TransactionId == null || withdrawal.SignedBytes == null)
            .OrderBy(withdrawal => withdrawal.Id)
            .Select(withdrawal => new { withdrawal.Id, withdrawal.State })
            .Take(Shown)
            .ToListAsync(cancellationToken);
        return found.Count == 0 ? null : string.Join("; ", found.Select(withdrawal => $"withdrawal {withdrawal.Id.Value} is {withdrawal.State} without a transaction"));
    }
}

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
