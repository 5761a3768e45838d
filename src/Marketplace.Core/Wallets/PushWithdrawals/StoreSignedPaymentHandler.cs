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
        // Whoever took it back, or pressed the stop switch, while it was being signed, was faster.
        var stored = await db.Set<Withdrawal>()
            .Where(row => row.Id == command.WithdrawalId
                && row.State == WithdrawalState.Approved
                && !db.Set<WithdrawalControl>().Any(control => control.Network == row.Network && control.IsPaused))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.State, WithdrawalState.Signed)
                    .SetProperty(row => row.Attempts, row => row.Attempts + 1)
                    .SetProperty(row => row.TransactionId, payment.TransactionId)
                    .SetProperty(row => row.ChangedAt, now),
                cancellationToken);
        if (stored != 1)
        {
            return StoreSignedPayment.Overtaken;
        }

        var withdrawal = await db.Set<Withdrawal>().AsNoTracking().SingleAsync(row => row.Id == command.WithdrawalId, cancellationToken);
        db.Add(new PaymentAttempt
        {
            WithdrawalId = withdrawal.Id,
            Number = withdrawal.Attempts,
            Network = withdrawal.Network,
            TransactionId = payment.TransactionId,
            SignedBytes = payment.Bytes,
            ExpiresAt = payment.ExpiresAt,
            SignedAt = now,
            Outcome = AttemptOutcome.Live,
        });
        return Result.Success;
    }
}
