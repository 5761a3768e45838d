using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Wallets;

internal sealed class PauseWithdrawalsHandler(
    MarketplaceDbContext db,
    ISender sender,
    IUnitOfWork unit,
    IPaymentNetwork network,
    WithdrawalControls controls,
    WorkSignals signals,
    TimeProvider time,
    ILogger<PauseWithdrawalsHandler> logger) : IRequestHandler<PauseWithdrawals, Result>, IRequestHandler<GetWithdrawalControl, WithdrawalControlView>
{
    public async Task<Result> Handle(PauseWithdrawals command, CancellationToken cancellationToken)
    {
        if (await sender.Send(new GetAccount(command.OperatorId), cancellationToken) is not { Role: AccountRole.Operator })
        {
            return AccountErrors.OperatorsOnly;
        }

        var control = await controls.TakeAsync(cancellationToken);
        if (control.IsPaused == command.Paused)
        {
            return Result.Success;
        }

        var name = network.Info.Name;
        var (by, at) = command.Paused ? ((AccountId?)command.OperatorId, (DateTimeOffset?)time.GetUtcNow()) : (null, null);
        await db.Set<WithdrawalControl>()
            .Where(row => row.Network == name)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.IsPaused, command.Paused).SetProperty(row => row.PausedBy, by).SetProperty(row => row.PausedAt, at),
                cancellationToken);
        unit.AfterCommit(() =>
        {
            logger.LogWarning("Withdrawals on {Network} {State} by operator {OperatorId}", name, command.Paused ? "are paused" : "go on", command.OperatorId);
            signals.Wake(PushWithdrawals.WorkName);
        });
        return Result.Success;
    }

    public async Task<WithdrawalControlView> Handle(GetWithdrawalControl request, CancellationToken cancellationToken)
    {
        var control = await controls.ReadAsync(cancellationToken);
        return new WithdrawalControlView(control.PausedAt, control.PausedBy, control.ShortSince);
    }
}
