using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class StoreSignedPaymentHandler(MarketplaceDbContext db, TimeProvider time) : IRequestHandler<StoreSignedPayment, Result>
{
    public async Task<Result> Handle(StoreSignedPayment command, CancellationToken cancellationToken)
    {
        var (payment, now) = (command.Payment, time.GetUtcNow());
        var stored = await db.Set<Withdrawal>()
            .Where(row => row.Id == command.WithdrawalId && row.State == WithdrawalState.Approved)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.State, WithdrawalState.Signed)
                    .SetProperty(row => row.Attempts, row => row.Attempts + 1)
                    .SetProperty(row => row.TransactionId, payment.TransactionId)
                    .SetProperty(row => row.SignedBytes, payment.Bytes)
                    .SetProperty(row => row.ExpiresAt, payment.ExpiresAt)
                    .SetProperty(row => row.ChangedAt, now),
                cancellationToken);
        return stored == 1 ? Result.Success : StoreSignedPayment.Overtaken;
    }
}
