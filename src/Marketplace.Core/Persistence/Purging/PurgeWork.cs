using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Persistence.Purging;

/// <summary>
/// Deletes what nobody needs any more, a thousand rows a turn and a transaction for each: after a long pause there may be a million of them, and on SQLite nobody writes while one transaction
/// deletes. Between two turns whoever waits to write comes first.
/// </summary>
internal sealed class PurgeWork(IServiceScopeFactory scopes, ILogger<PurgeWork> logger) : IBackgroundWork
{
    public const string WorkName = "persistence.purge";
    public const int BatchSize = 1_000;
    private int place;

    public string Name => WorkName;

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var purges = scope.ServiceProvider.GetServices<IPurge>().OrderBy(purge => purge.Name, StringComparer.Ordinal).ToList();
        if (await PurgeAsync(scope.ServiceProvider.GetRequiredService<UnitOfWork>(), purges[place], cancellationToken) < BatchSize)
        {
            place = (place + 1) % purges.Count;
            return place > 0;
        }

        return true;
    }

    private async Task<int> PurgeAsync(UnitOfWork unit, IPurge purge, CancellationToken cancellationToken)
    {
        try
        {
            return (await unit.RunAsync(
                async () => (Result<int>)await purge.PurgeAsync(BatchSize, cancellationToken), leavesNothingOnFailure: true, cancellationToken)).Require();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The others go on; this one is tried again at the next round.
            logger.LogError(exception, "The purge of {Purge} failed; it is tried again in {Interval}", purge.Name, Interval);
            return 0;
        }
    }
}
