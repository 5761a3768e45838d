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
    SavedAddresses addresses,
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

        var reason = string.IsNullOrWhiteSpace(command.Reason) ? null : command.Reason.Trim();
        if (reason?.Length > ReviewWithdrawal.LongestReason)
        {
            return WalletErrors.ReasonTooLong.With("most", ReviewWithdrawal.LongestReason);
        }

        // The condition is the lock: until the commit nobody else decides on it, and nobody signs it.
        var now = time.GetUtcNow();
        var taken = await db.Set<Withdrawal>()
            .Where(row => row.Id == command.WithdrawalId
                && (row.State == WithdrawalState.Requested || (row.State == WithdrawalState.Approved && !command.Approve)))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ChangedAt, now), cancellationToken) == 1;
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
            : await RejectAsync(withdrawal, command.OperatorId, reason, cancellationToken);
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
            unit.Publish(new WithdrawalAwaitsApproval(withdrawal.Id, withdrawal.AccountId, withdrawal.Amount.Value) { ApprovedBy = [.. others, operatorId] });
            return new ReviewedWithdrawal(WithdrawalState.Requested, approvals, withdrawal.ApprovalsNeeded);
        }

        await DecideAsync(withdrawal.Id, WithdrawalState.Approved, operatorId, null, cancellationToken);
        var waits = withdrawal.NotBefore > now ? withdrawal.NotBefore : null;
        unit.Publish(new WithdrawalApproved(withdrawal.Id, withdrawal.AccountId, withdrawal.ToReceive().Value, waits));
        unit.AfterCommit(() => signals.Wake(PushWithdrawals.WorkName));
        return new ReviewedWithdrawal(WithdrawalState.Approved, approvals, withdrawal.ApprovalsNeeded) { NotBefore = waits };
    }

    private async Task<Result<ReviewedWithdrawal>> RejectAsync(
        Withdrawal withdrawal, AccountId operatorId, string? reason, CancellationToken cancellationToken)
    {
        await DecideAsync(withdrawal.Id, WithdrawalState.Rejected, operatorId, reason, cancellationToken);
        await addresses.ForgetYoungAsync(withdrawal.AccountId, withdrawal.Address, cancellationToken);
        var released = await sender.Send(new ReleaseHold(Withdrawal.HoldOf(withdrawal.Id)), cancellationToken);
        if (!released.Succeeded)
        {
            return released.Error;
        }

        unit.Publish(new WithdrawalCancelled(withdrawal.Id, withdrawal.AccountId, withdrawal.Amount.Value, WithdrawalState.Rejected) { Reason = reason });
        return new ReviewedWithdrawal(WithdrawalState.Rejected, 0, withdrawal.ApprovalsNeeded);
    }

    /// <summary>The row is taken: nothing but this transaction changes it.</summary>
    private Task<int> DecideAsync(WithdrawalId id, WithdrawalState state, AccountId operatorId, string? reason, CancellationToken cancellationToken) =>
        db.Set<Withdrawal>().Where(row => row.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.ReviewedBy, operatorId).SetProperty(row => row.Reason, reason),
            cancellationToken);
}
