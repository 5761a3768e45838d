using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Wallets;

internal sealed class RefusePaymentHandler(
    MarketplaceDbContext db,
    ISender sender,
    IUnitOfWork unit,
    TimeProvider time,
    ILogger<RefusePaymentHandler> logger) : IRequestHandler<RefusePayment, Result>
{
    public async Task<Result> Handle(RefusePayment command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Approved means that nothing signed exists, or that what did has been proved dead.
        var refused = await db.Set<Withdrawal>()
            .Where(row => row.Id == command.WithdrawalId && row.State == WithdrawalState.Approved)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, WithdrawalState.Failed).SetProperty(row => row.ChangedAt, now), cancellationToken);
        if (refused == 0)
        {
            return Result.Success;
        }

        logger.LogWarning("Withdrawal {WithdrawalId} can not be paid: {Reason}; its funds are free again", command.WithdrawalId, command.Reason);
        var withdrawal = await db.Set<Withdrawal>().AsNoTracking().SingleAsync(row => row.Id == command.WithdrawalId, cancellationToken);
        unit.Publish(new WithdrawalCancelled(withdrawal.Id, withdrawal.AccountId, withdrawal.Amount.Value, WithdrawalState.Failed));
        return await sender.Send(new ReleaseHold(Withdrawal.HoldOf(command.WithdrawalId)), cancellationToken);
    }
}
