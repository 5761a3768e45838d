using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>Compares the books with the chain, keeps what it found, and says what it means.</summary>
internal sealed class ReconcileCustody(
    IServiceScopeFactory scopes,
    IPaymentNetwork network,
    IOptions<WalletsOptions> options,
    ILogger<ReconcileCustody> logger) : IBackgroundWork
{
    /// <summary>So often it is asked whether a comparison is due.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(10);

    public string Name => "wallets.reconcile";

    public TimeSpan Interval => options.Value.ReconcileInterval < Look ? options.Value.ReconcileInterval : Look;

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!await IsDueAsync(scope.ServiceProvider, cancellationToken))
        {
            return false;
        }

        try
        {
            var sender = scope.ServiceProvider.GetRequiredService<ISender>();
            var report = await sender.Send(new CheckCustody(), cancellationToken);
            await sender.Send(new StoreCustodyCheck(report), cancellationToken);
            Tell(report);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "The books could not be compared with {Network}; it is tried again in {Wait}", network.Info.Name, Interval);
        }

        return false;
    }

    private Task<bool> IsDueAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        var newest = services.GetRequiredService<MarketplaceDbContext>().Set<CustodyCheck>()
            .Where(row => row.Network == name)
            .OrderByDescending(row => row.Id)
            .Select(row => (DateTimeOffset?)row.CheckedAt);
        return services.GetRequiredService<Appointments>().IsDueAsync(newest, options.Value.ReconcileInterval, cancellationToken);
    }

    private void Tell(CustodyReport report)
    {
        if (report.Shortfall > 0)
        {
            logger.LogCritical(
                "ALARM: {Network} has less than the books say as of block {Block}: {Missing} missing on deposit addresses, {MissingHot} in the hot and {MissingCold} in the cold wallet",
                report.Network, report.Block.Number, report.Deposits.Missing, report.Hot?.Missing ?? 0, report.Cold?.Missing ?? 0);
            return;
        }

        logger.LogInformation(
            "{Network} has what the books say as of block {Block}; beyond them: {Deposits} on {Addresses} deposit addresses, {Hot} in the hot and {Cold} in the cold wallet",
            report.Network, report.Block.Number, report.Deposits.Surplus, report.Addresses, report.Hot?.Surplus ?? 0, report.Cold?.Surplus ?? 0);
    }
}

/// <summary>On the health page and in the books' audit: what the last comparison with the chain found. It asks no chain, so that a command without one can check it too.</summary>
internal sealed class TheChainHasWhatTheBooksSay(MarketplaceDbContext db) : IInvariant
{
    public string Name => "The chain has what the books say";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        var alarm = await db.Set<CustodyCheck>()
            .AsNoTracking()
            .Where(row => row.Shortfall > 0 && !db.Set<CustodyCheck>().Any(newer => newer.Network == row.Network && newer.CheckedAt > row.CheckedAt))
            .FirstOrDefaultAsync(cancellationToken);
        return alarm is null ? null : $"{alarm.Shortfall} were missing on {alarm.Network} at {alarm.CheckedAt:u}";
    }
}
