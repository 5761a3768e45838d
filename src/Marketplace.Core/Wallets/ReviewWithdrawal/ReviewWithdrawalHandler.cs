using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class ReviewWithdrawalHandler(
    MarketplaceDbContext db,
    ISender sender,
    IUnitOfWork unit,
    WorkSignals signals,
    TimeProvider time) : IRequestHandler<ReviewWithdrawal, Result>
{
    public async Task<Result> Handle(ReviewWithdrawal command, CancellationToken cancellationToken)
    {
        if (await sender.Send(new GetAccount(command.OperatorId), cancellationToken) is not { Role: AccountRole.Operator })
        {
            return AccountErrors.OperatorsOnly;
        }

        var decision = command.Approve ? WithdrawalState.Approved : WithdrawalState.Rejected;
        var now = time.GetUtcNow();
        // The condition is the lock: of two operators at once, one decides.
        var decided = await db.Set<Withdrawal>()
            .Where(row => row.Id == command.WithdrawalId && row.State == WithdrawalState.Requested)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.State, decision)
                    .SetProperty(row => row.ReviewedBy, command.OperatorId)
                    .SetProperty(row => row.ChangedAt, now),
                cancellationToken) == 1;
        var withdrawal = await db.Set<Withdrawal>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == command.WithdrawalId, cancellationToken);
        if (!decided)
        {
            return withdrawal is null ? WalletErrors.WithdrawalNotFound : WalletErrors.AlreadyDecided.With("state", withdrawal.State);
        }

        if (command.Approve)
        {
            unit.AfterCommit(() => signals.Wake(PushWithdrawals.WorkName));
            return Result.Success;
        }

        var released = await sender.Send(new ReleaseHold(Withdrawal.HoldOf(command.WithdrawalId)), cancellationToken);
        if (released.Succeeded)
        {
            unit.Publish(new WithdrawalCancelled(withdrawal!.Id, withdrawal.AccountId, withdrawal.Amount.Value, Rejected: true));
        }

        return released;
    }
}
