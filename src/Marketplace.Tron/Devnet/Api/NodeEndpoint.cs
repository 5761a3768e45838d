using System.Collections.Concurrent;

namespace Marketplace.Tron.Devnet;

/// <summary>One of several nodes that show the same chain: it may lag, be on another network, or remember broadcasts.</summary>
internal sealed class NodeEndpoint(string name, DevChain chain, TronDevnetOptions options)
{
    // java-tron keeps the ids of broadcasts for an hour.
    private const long CacheMs = 60 * 60 * 1000;

    private readonly ConcurrentDictionary<string, long> seen = new(StringComparer.Ordinal);

    internal string Name { get; } = name;

    internal int LagBlocks { get; set; }

    internal bool IsOnAnotherChain { get; set; }

    internal bool RemembersBroadcasts { get; set; } = options.TransactionCache;

    internal DevChain Chain { get; } = chain;

    internal long HeadNumber => Math.Max(0, Chain.Head.Number - LagBlocks);

    internal long SolidNumber => Math.Max(0, Chain.SolidNumber - LagBlocks);

    internal long Height(TronView view) => view == TronView.Solid ? SolidNumber : HeadNumber;

    /// <summary>The state's height: without a lag the head's view includes the pool.</summary>
    internal long StateHeight(TronView view) => view == TronView.Head && LagBlocks == 0 ? DevChain.WithPool : Height(view);

    /// <summary>The cache takes an id before the transaction is looked at, so that a refused one is a duplicate the second time.</summary>
    internal Refusal? Remember(string id)
    {
        if (!RemembersBroadcasts)
        {
            return null;
        }

        var now = Chain.NowMs;
        var fresh = seen.TryAdd(id, now);
        if (!fresh && seen.TryGetValue(id, out var since) && now - since > CacheMs)
        {
            seen[id] = now;
            fresh = true;
        }

        return fresh ? null : Refusal.AlreadyExists;
    }

    internal void Forget(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            seen.TryRemove(id, out _);
        }
    }
}
