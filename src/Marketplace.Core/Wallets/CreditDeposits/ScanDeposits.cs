using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>Reads the chain from the stored cursor on. What it knows between two runs is a copy of the addresses; nothing is lost with it.</summary>
internal sealed class ScanDeposits(
    IServiceScopeFactory scopes,
    IPaymentNetwork network,
    IOptions<WalletsOptions> options,
    ILogger<ScanDeposits> logger) : IBackgroundWork
{
    private readonly IWatchList watched = network.CreateWatchList();
    private bool unreachable;

    public string Name => "wallets.scan-deposits";

    public TimeSpan Interval => options.Value.ScanInterval;

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var after = await LoadAsync(scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>(), cancellationToken);
        try
        {
            if (await ReadAsync(after, cancellationToken) is not { } reading)
            {
                return false;
            }

            var sender = scope.ServiceProvider.GetRequiredService<ISender>();
            var stored = await sender.Send(new CreditDeposits(network.Info.Name, after, watched.Count, reading), cancellationToken);
            return reading.More || !stored.Succeeded;
        }
        catch (ImpossibleForkException fork)
        {
            logger.LogError(
                fork, "ALARM: crediting on {Network} halts at block {Block}: {Reason}", network.Info.Name, after?.Number, fork.Message);
            return false;
        }
    }

    private async Task<BlockCursor?> LoadAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        var cursor = await db.Set<ChainCursor>().AsNoTracking().SingleOrDefaultAsync(row => row.Network == name, cancellationToken);
        if (cursor is null)
        {
            return null;
        }

        var (from, to) = (watched.Count, cursor.Addresses);
        if (to > from)
        {
            watched.Add(await db.Set<WatchedAddress>()
                .Where(row => row.Network == name && row.AddressIndex >= from && row.AddressIndex < to)
                .Select(row => row.Address)
                .ToListAsync(cancellationToken));
        }

        return new BlockCursor(cursor.BlockNumber, cursor.BlockId);
    }

    private async Task<NetworkReading?> ReadAsync(BlockCursor? after, CancellationToken cancellationToken)
    {
        try
        {
            var reading = await network.ReadAsync(after, watched, cancellationToken);
            if (unreachable)
            {
                logger.LogInformation("{Network} answers again", network.Info.Name);
                unreachable = false;
            }

            return reading;
        }
        catch (Exception exception) when (exception is not ImpossibleForkException && !cancellationToken.IsCancellationRequested)
        {
            // Said once, not every three seconds: the cursor waits, nothing is lost.
            logger.Log(unreachable ? LogLevel.Debug : LogLevel.Warning, exception, "{Network} can not be read; deposits wait", network.Info.Name);
            unreachable = true;
            return null;
        }
    }
}
