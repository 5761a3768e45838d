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
    private readonly string owner = LeaseOwner.New();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(works.Select(work => Task.Run(() => LoopAsync(work, stoppingToken), stoppingToken)));

    private async Task LoopAsync(IBackgroundWork work, CancellationToken stopping)
    {
        Lease? lease = null;
        var failures = new RepeatedFailure(work.Name, logger);
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var more = false;
                try
                {
                    lease = work.SingleOwner ? await AcquireAsync(work.Name, lease, stopping) : null;
                    more = !work.SingleOwner ? await work.RunOnceAsync(stopping)
                        : lease is not null && await RunHeldAsync(work, lease, stopping);
                    failures.End();
                }
                catch (Exception exception) when (!stopping.IsCancellationRequested)
                {
                    // A database that is gone for ten seconds is bad weather, not a reason to stop. Nobody's call shortens this rest.
                    await Task.Delay(failures.Add(exception), time, stopping);
                    continue;
                }

                if (!more)
                {
                    await RestAsync(work.Name, work.Interval, stopping);
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

    /// <summary>Prolongs the lease while a long turn goes on, and ends the turn where another process took over.</summary>
    private async Task<bool> RunHeldAsync(IBackgroundWork work, Lease lease, CancellationToken stopping)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var turn = work.RunOnceAsync(lost.Token);
        while (!turn.IsCompleted)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var renewal = Task.Delay(LeaseDuration / 3, time, ended.Token);
            if (await Task.WhenAny(turn, renewal) == turn || stopping.IsCancellationRequested)
            {
                await ended.CancelAsync();
                break;
            }

            if (!await IsProlongedAsync(lease, stopping))
            {
                logger.LogWarning("Work {Work} lost its lease to another process and ends its turn", work.Name);
                await lost.CancelAsync();
                break;
            }
        }

        return await turn;
    }

    private async Task<bool> IsProlongedAsync(Lease lease, CancellationToken stopping)
    {
        try
        {
            return await AcquireAsync(lease.Name, held: null, stopping) is { } renewed && renewed.Epoch == lease.Epoch;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // Nobody can have taken it while the database answers nobody; the turn meets the same trouble and ends by it.
            logger.LogDebug(exception, "Lease {Lease} could not be prolonged", lease.Name);
            return true;
        }
    }

    private async Task<Lease?> AcquireAsync(string name, Lease? held, CancellationToken stopping)
    {
        // Renewed in the second half of its life only: a write for every turn of the loop would be most of the database's work.
        if (held?.IsFresh(time.GetUtcNow(), LeaseDuration) == true)
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
