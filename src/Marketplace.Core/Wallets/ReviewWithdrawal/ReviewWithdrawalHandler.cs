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
    TimeProvider time) : IRequestHandler<ReviewWithdrawal, Result<ReviewedWithdrawal>>
{
    public async Task<Result<ReviewedWithdrawal>> Handle(ReviewWithdrawal command, CancellationToken cancellationToken)
    {
        if (await sender.Send(new GetAccount(command.OperatorId), cancellationToken) is not { Role: AccountRole.Operator })
        {
            return AccountErrors.OperatorsOnly;
        }

        // The condition is the lock: until the commit nobody else decides on it.
        var now = time.GetUtcNow();
        var taken = await Waiting(command.WithdrawalId).ExecuteUpdateAsync(set => set.SetProperty(row => row.ChangedAt, now), cancellationToken) == 1;
        var withdrawal = await db.Set<Withdrawal>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == command.WithdrawalId, cancellationToken);
        if (withdrawal is null)
        {
            return WalletErrors.WithdrawalNotFound;
        }

        if (!taken)
        {
            return WalletErrors.AlreadyDecided.With("state", withdrawal.State);
        }

        return command.Approve
            ? await ApproveAsync(withdrawal, command.OperatorId, now, cancellationToken)
            : await RejectAsync(withdrawal, command.OperatorId, cancellationToken);
    }

    private async Task<Result<ReviewedWithdrawal>> ApproveAsync(
        Withdrawal withdrawal, AccountId operatorId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (withdrawal.AccountId == operatorId)
        {
            return WalletErrors.OwnWithdrawal;
        }

        var others = await db.Set<Approval>()
            .Where(row => row.WithdrawalId == withdrawal.Id)
            .Select(row => row.OperatorId)
            .ToListAsync(cancellationToken);
        if (others.Contains(operatorId))
        {
            return WalletErrors.AlreadyApproved.With("approvals", others.Count).With("needed", withdrawal.ApprovalsNeeded);
        }

        db.Add(new Approval { WithdrawalId = withdrawal.Id, OperatorId = operatorId, ApprovedAt = now });
        var approvals = others.Count + 1;
        if (approvals < withdrawal.ApprovalsNeeded)
        {
            unit.Publish(new WithdrawalAwaitsApproval(withdrawal.Id, withdrawal.AccountId, withdrawal.Amount.Value));
            return new ReviewedWithdrawal(WithdrawalState.Requested, approvals, withdrawal.ApprovalsNeeded);
        }

        await DecideAsync(withdrawal.Id, WithdrawalState.Approved, operatorId, cancellationToken);
        unit.AfterCommit(() => signals.Wake(PushWithdrawals.WorkName));
        return new ReviewedWithdrawal(WithdrawalState.Approved, approvals, withdrawal.ApprovalsNeeded);
    }

    private async Task<Result<ReviewedWithdrawal>> RejectAsync(Withdrawal withdrawal, AccountId operatorId, CancellationToken cancellationToken)
    {
        await DecideAsync(withdrawal.Id, WithdrawalState.Rejected, operatorId, cancellationToken);
        var released = await sender.Send(new ReleaseHold(Withdrawal.HoldOf(withdrawal.Id)), cancellationToken);
        if (!released.Succeeded)
        {
            return released.Error;
        }

        unit.Publish(new WithdrawalCancelled(withdrawal.Id, withdrawal.AccountId, withdrawal.Amount.Value, WithdrawalState.Rejected));
        return new ReviewedWithdrawal(WithdrawalState.Rejected, 0, withdrawal.ApprovalsNeeded);
    }

    private Task<int> DecideAsync(WithdrawalId id, WithdrawalState state, AccountId operatorId, CancellationToken cancellationToken) =>
        Waiting(id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.ReviewedBy, operatorId), cancellationToken);

    private IQueryable<Withdrawal> Waiting(WithdrawalId id) => db.Set<Withdrawal>().Where(row => row.Id == id && row.State == WithdrawalState.Requested);
}
