using Marketplace.Persistence.Leases;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Inbox;

/// <summary>
/// One lease per platform, so that of several hosts each may serve the platforms it is configured for, and one platform is served by one host.
/// Not thread-safe: each worker has its own.
/// </summary>
internal sealed class PlatformLeases(string work, IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>Short: after a crash nobody is answered before its end. An owner that overslept it does no harm, see <see cref="CompleteUpdates"/>.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);
    private readonly string owner = LeaseOwner.New();
    private readonly Dictionary<string, Lease> held = [];

    public async Task<bool> HoldAsync(string platform, CancellationToken cancellationToken)
    {
        if (held.TryGetValue(platform, out var lease) && lease.IsFresh(time.GetUtcNow(), Duration))
        {
            return true;
        }

        held.Remove(platform);
        await using var scope = scopes.CreateAsyncScope();
        var taken = await scope.ServiceProvider.GetRequiredService<ILeases>().TryAcquireAsync($"{work}:{platform}", owner, Duration, cancellationToken);
        if (taken is not null)
        {
            held.Add(platform, taken);
        }

        return taken is not null;
    }

    public async Task ReleaseAsync()
    {
        foreach (var lease in held.Values)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ILeases>().ReleaseAsync(lease, CancellationToken.None);
        }

        held.Clear();
    }
}
