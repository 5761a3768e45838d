using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>Makes a proof of solvency whenever the newest is old enough.</summary>
internal sealed class ProveSolvency(
    IServiceScopeFactory scopes,
    IPaymentNetwork network,
    IOptions<WalletsOptions> options,
    ILogger<ProveSolvency> logger) : IBackgroundWork
{
    /// <summary>So often it is asked whether one is due.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    public string Name => "wallets.solvency";

    public TimeSpan Interval => options.Value.SolvencyInterval < Look ? options.Value.SolvencyInterval : Look;

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
            await scope.ServiceProvider.GetRequiredService<ISender>().Send(new TakeSolvencySnapshot(), cancellationToken);
        }
        catch (SolvencyException broken)
        {
            logger.LogCritical(broken, "ALARM: no proof of solvency can be made: {Reason}", broken.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "No proof of solvency could be made; it is tried again in {Wait}", Interval);
        }

        return false;
    }

    private Task<bool> IsDueAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        var newest = services.GetRequiredService<MarketplaceDbContext>().Set<SolvencySnapshot>()
            .Where(row => row.Network == name)
            .OrderByDescending(row => row.Id)
            .Select(row => (DateTimeOffset?)row.TakenAt);
        return services.GetRequiredService<Appointments>().IsDueAsync(newest, options.Value.SolvencyInterval, cancellationToken);
    }
}
