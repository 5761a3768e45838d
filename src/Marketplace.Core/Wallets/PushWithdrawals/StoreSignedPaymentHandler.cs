using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class StoreSignedPaymentHandler(MarketplaceDbContext db, WithdrawalControls controls, TimeProvider time) : IRequestHandler<StoreSignedPayment, Result>
{
    public async Task<Result> Handle(StoreSignedPayment command, CancellationToken cancellationToken)
    {
        var (payment, now) = (command.Payment, time.GetUtcNow());
        // The row of the stop switch is taken, not looked at: once the switch has answered, nothing is stored that was signed before it.
        if ((await controls.TakeAsync(cancellationToken)).IsPaused)
        {
            return StoreSignedPayment.Overtaken;
        }

        // Whoever took it back, refused it, or shut its owner out while it was being signed, was faster.
        var stored = await db.Set<Withdrawal>()
            .Where(row => row.Id == command.WithdrawalId
                && row.State == WithdrawalState.Approved
                && row.HeldBackAt == null)
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
