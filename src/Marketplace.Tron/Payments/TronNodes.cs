using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments;

/// <summary>The network did not answer, or not enough of it: nothing is known, the caller tries again later.</summary>
internal sealed class TronUnavailableException(string message) : Exception(message);

/// <summary>
/// The nodes that were seen to be on the right network. A node of another network would answer that a payment expired unseen, and the
/// payment would be made twice: so none is asked before the id of its block 0 was compared.
/// </summary>
internal sealed class TronNodes(TronNodeClient whole, IOptions<TronPaymentsOptions> options, TimeProvider time, ILogger<TronNodes> logger)
    : IDisposable
{
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(15);
    private readonly TronNodeClient[] all = [.. whole.PerEndpoint()];
    private readonly HashSet<TronNodeClient> verified = [];
    private readonly SemaphoreSlim gate = new(1, 1);
    private string? genesisId = TronNetworks.Find(options.Value.Network)?.GenesisId ?? options.Value.GenesisId;
    private DateTimeOffset nextCheck = DateTimeOffset.MinValue;

    /// <summary>What is wrong with a node that showed another network, or null. Such a node is never asked anything else.</summary>
    public string? WrongNetwork { get; private set; }

    /// <summary>How many nodes must agree on what can not be taken back.</summary>
    public int Quorum => Math.Min(2, all.Length);

    /// <summary>One client to ask: with failover over all nodes once all are verified.</summary>
    public async Task<TronNodeClient> AnyAsync(CancellationToken cancellationToken)
    {
        var each = await EachAsync(cancellationToken);
        return each.Count == all.Length ? whole : each[0];
    }

    /// <summary>One client per verified node; at least one.</summary>
    /// <exception cref="TronUnavailableException">None could be verified.</exception>
    public async Task<IReadOnlyList<TronNodeClient>> EachAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (verified.Count < all.Length && (verified.Count == 0 || time.GetUtcNow() >= nextCheck))
            {
                nextCheck = time.GetUtcNow() + BetweenChecks;
                foreach (var node in all.Where(node => !verified.Contains(node)).ToArray())
                {
                    await VerifyAsync(node, cancellationToken);
                }
            }

            return verified.Count > 0
                ? [.. all.Where(verified.Contains)]
                : throw new TronUnavailableException($"No node of TRON {options.Value.Network} answers.");
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task VerifyAsync(TronNodeClient node, CancellationToken cancellationToken)
    {
        var genesis = await node.GetGenesisIdAsync(cancellationToken);
        var address = node.Endpoints[0].Address;
        if (!genesis.IsSuccess)
        {
            logger.LogWarning("TRON node {Endpoint} is not used yet: its block 0 can not be read ({Error})", address, genesis.Error);
            return;
        }

        genesisId ??= genesis.Value;
        if (genesis.Value != genesisId)
        {
            WrongNetwork = $"TRON: {address} is not on {options.Value.Network}: the id of its block 0 is {genesis.Value}, not {genesisId}.";
            logger.LogError("ALARM: {Reason} It is not used", WrongNetwork);
            return;
        }

        verified.Add(node);
    }
}
