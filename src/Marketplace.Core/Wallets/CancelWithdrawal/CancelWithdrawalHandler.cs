using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class CancelWithdrawalHandler(MarketplaceDbContext db, SavedAddresses addresses, ISender sender, IUnitOfWork unit, TimeProvider time)
    : IRequestHandler<CancelWithdrawal, Result>
{
    public async Task<Result> Handle(CancelWithdrawal command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // The condition is the lock: of signing and taking back at once, one happens. Approved means that nothing signed exists that could still pay.
        var cancelled = await db.Set<Withdrawal>()
            .Where(row => row.Id == command.WithdrawalId
                && row.AccountId == command.AccountId
                && (row.State == WithdrawalState.Requested || row.State == WithdrawalState.Approved))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, WithdrawalState.Cancelled).SetProperty(row => row.ChangedAt, now), cancellationToken) == 1;
        var withdrawal = await db.Set<Withdrawal>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == command.WithdrawalId && row.AccountId == command.AccountId, cancellationToken);
        if (withdrawal is null)
        {
            return WalletErrors.WithdrawalNotFound;
        }

        if (!cancelled)
        {
            // Pressed twice is taken back once.
            return withdrawal.State == WithdrawalState.Cancelled ? Result.Success : WalletErrors.TooLateToCancel.With("state", withdrawal.State);
        }

        await addresses.ForgetYoungAsync(withdrawal.AccountId, withdrawal.Address, cancellationToken);
        var released = await sender.Send(new ReleaseHold(Withdrawal.HoldOf(withdrawal.Id)), cancellationToken);
        if (released.Succeeded)
        {
            unit.Publish(new WithdrawalCancelled(withdrawal.Id, withdrawal.AccountId, withdrawal.Amount.Value, WithdrawalState.Cancelled));
        }

        return released;
    }
}
