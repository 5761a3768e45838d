using Marketplace.Kernel;
using Marketplace.Persistence.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Persistence.Work;

/// <summary>Runs every contributed <see cref="IBackgroundWork"/>: woken at once, polled otherwise, alone where it must be.</summary>
internal sealed class BackgroundWorkHost(
    IEnumerable<IBackgroundWork> works,
    IServiceScopeFactory scopes,
    WorkSignals signals,
    TimeProvider time,
    ILogger<BackgroundWorkHost> logger) : BackgroundService
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private readonly string owner = $"{Environment.MachineName}:{Environment.ProcessId}:{Random.Shared.Next():x8}";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(works.Select(work => Task.Run(() => LoopAsync(work, stoppingToken), stoppingToken)));

    private async Task LoopAsync(IBackgroundWork work, CancellationToken stopping)
    {
        Lease? lease = null;
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var more = false;
                var rest = work.Interval;
                try
                {
                    lease = work.SingleOwner ? await AcquireAsync(work.Name, lease, stopping) : null;
                    more = (lease is not null || !work.SingleOwner) && await work.RunOnceAsync(stopping);
                }
                catch (Exception exception) when (!stopping.IsCancellationRequested)
                {
                    // A database that is gone for ten seconds is bad weather, not a reason to stop.
                    logger.LogError(exception, "Work {Work} failed; it goes on in {Delay}", work.Name, AfterFailure);
                    rest = AfterFailure;
                }

                if (!more)
                {
                    await RestAsync(work.Name, rest, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            if (lease is not null)
            {
                await ReleaseAsync(lease);
            }
        }
    }

    private async Task<Lease?> AcquireAsync(string name, Lease? held, CancellationToken stopping)
    {
        // Renewed in the second half of its life only: a write for every turn of the loop would be most of the database's work.
        if (held is not null && held.Until - time.GetUtcNow() > LeaseDuration / 2)
        {
            return held;
        }

        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ILeases>().TryAcquireAsync(name, owner, LeaseDuration, stopping);
    }

    private async Task ReleaseAsync(Lease lease)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ILeases>().ReleaseAsync(lease, CancellationToken.None);
        }
        catch (Exception exception)
        {
            logger.LogDebug(exception, "Lease {Lease} was not given back; it ends by itself at {Until}", lease.Name, lease.Until);
        }
    }

    private async Task RestAsync(string name, TimeSpan rest, CancellationToken stopping)
    {
        using var restEnds = new CancellationTokenSource(rest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, restEnds.Token);
        try
        {
            await signals.WaitAsync(name, either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The rest is over.
        }
    }
}
