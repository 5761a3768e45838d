using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Wallets;

internal sealed class RecordShortageHandler(
    MarketplaceDbContext db,
    IUnitOfWork unit,
    IPaymentNetwork network,
    WithdrawalControls controls,
    TimeProvider time,
    ILogger<RecordShortageHandler> logger) : IRequestHandler<RecordShortage, Result>
{
    public async Task<Result> Handle(RecordShortage command, CancellationToken cancellationToken)
    {
        var control = await controls.TakeAsync(cancellationToken);
        if ((control.ShortSince is not null) == (command.Shortage is not null))
        {
            // Said once for each time that it happens, whatever the number of looks, restarts and hosts.
            return Result.Success;
        }

        var name = network.Info.Name;
        var since = command.Shortage is null ? (DateTimeOffset?)null : time.GetUtcNow();
        await db.Set<WithdrawalControl>()
            .Where(row => row.Network == name)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ShortSince, since), cancellationToken);
        if (command.Shortage is not { } shortage)
        {
            unit.AfterCommit(() => logger.LogInformation("The wallet that pays withdrawals on {Network} has enough again", name));
            return Result.Success;
        }

        var lack = new WithdrawalsLackCoins(name, shortage.Arguments.GetValueOrDefault("address", string.Empty), Read(shortage, "available"), Read(shortage, "needed"));
        unit.Publish(lack);
        unit.AfterCommit(() => logger.LogError(
            "ALARM: {Error}: {Address} on {Network} has {Available} and needs {Needed} for the next withdrawal; withdrawals wait until {Lacking} more are there",
            shortage.Code,
            lack.Address,
            name,
            lack.Available,
            lack.Needed,
            lack.Needed - lack.Available));
        return Result.Success;
    }

    private static long Read(Error error, string argument) =>
        long.TryParse(error.Arguments.GetValueOrDefault(argument), NumberStyles.Integer, CultureInfo.InvariantCulture, out var amount) ? amount : 0;
}
