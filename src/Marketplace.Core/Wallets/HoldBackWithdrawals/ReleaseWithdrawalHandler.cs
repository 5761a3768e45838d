using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Wallets;

internal sealed class ReleaseWithdrawalHandler(
    MarketplaceDbContext db, ISender sender, IUnitOfWork unit, WorkSignals signals, ILogger<ReleaseWithdrawalHandler> logger)
    : IRequestHandler<ReleaseWithdrawal, Result>
{
    public async Task<Result> Handle(ReleaseWithdrawal command, CancellationToken cancellationToken)
    {
        if (await sender.Send(new GetAccount(command.OperatorId), cancellationToken) is not { Role: AccountRole.Operator })
        {
            return AccountErrors.OperatorsOnly;
        }

        var released = await db.Set<Withdrawal>()
            .Where(row => row.Id == command.WithdrawalId && row.State < WithdrawalState.Settled && row.HeldBackAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.HeldBackAt, (DateTimeOffset?)null), cancellationToken);
        if (released == 0)
        {
            return await db.Set<Withdrawal>().Where(row => row.Id == command.WithdrawalId).Select(row => (WithdrawalState?)row.State).SingleOrDefaultAsync(cancellationToken)
                is { } state
                ? WalletErrors.AlreadyDecided.With("state", state)
                : WalletErrors.WithdrawalNotFound;
        }

        unit.AfterCommit(() =>
        {
            logger.LogWarning("Withdrawal {WithdrawalId} is held back no longer, by operator {OperatorId}", command.WithdrawalId, command.OperatorId);
            signals.Wake(PushWithdrawals.WorkName);
        });
        return Result.Success;
    }
}
