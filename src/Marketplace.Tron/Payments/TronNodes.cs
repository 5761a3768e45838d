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
{
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(15);
    private readonly TronNodeClient[] all = [.. whole.PerEndpoint()];
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private string? genesisId = TronNetworks.Find(options.Value.Network)?.GenesisId ?? options.Value.GenesisId;
    private Task checking = Task.CompletedTask;
    private DateTimeOffset nextCheck = DateTimeOffset.MinValue;
    private volatile TronNodeClient[] verified = [];

    /// <summary>What is wrong with a node that showed another network, or null. Such a node is never asked anything else.</summary>
    public string? WrongNetwork { get; private set; }

    /// <summary>How many nodes were seen to be on the right network.</summary>
    public int Verified => verified.Length;

    /// <summary>How many nodes must agree on what can not be taken back.</summary>
    public int Quorum => Math.Min(2, all.Length);

    /// <summary>One client to ask: with failover over all nodes once all are verified.</summary>
    public async Task<TronNodeClient> AnyAsync(CancellationToken cancellationToken)
    {
        var each = await EachAsync(cancellationToken);
        return each.Count == all.Length ? whole : each[0];
    }

    /// <summary>One client per verified node; at least one. A node that is silent since the start is waited for by nobody while another answers.</summary>
    /// <exception cref="TronUnavailableException">None could be verified.</exception>
    public async Task<IReadOnlyList<TronNodeClient>> EachAsync(CancellationToken cancellationToken)
    {
        if (verified.Length < all.Length)
        {
            var check = Check();
            if (verified.Length == 0)
            {
                await Task.WhenAny(check, first.Task).WaitAsync(cancellationToken);
            }
        }

        return verified is { Length: > 0 } usable
            ? usable
            : throw new TronUnavailableException($"No node of TRON {options.Value.Network} answers.");
    }

    /// <summary>Looks at every node that is not verified yet.</summary>
    public Task CheckAllAsync(CancellationToken cancellationToken) => Check().WaitAsync(cancellationToken);

    private Task Check()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (checking.IsCompleted && (verified.Length == 0 || now >= nextCheck))
            {
                nextCheck = now + BetweenChecks;
                checking = Task.WhenAll(all.Except(verified).Select(VerifyAsync));
            }

            return checking;
        }
    }

    private async Task VerifyAsync(TronNodeClient node)
    {
        var genesis = await node.GetGenesisIdAsync(CancellationToken.None);
        var address = node.Endpoints[0].Address;
        if (!genesis.IsSuccess)
        {
            logger.LogWarning("TRON node {Endpoint} is not used yet: its block 0 can not be read ({Error})", address, genesis.Error);
            return;
        }

        lock (gate)
        {
            genesisId ??= genesis.Value;
            if (genesis.Value == genesisId)
            {
                verified = [.. all.Where(candidate => candidate == node || verified.Contains(candidate))];
                first.TrySetResult();
                return;
            }

            WrongNetwork = $"TRON: {address} is not on {options.Value.Network}: the id of its block 0 is {genesis.Value}, not {genesisId}.";
        }

        logger.LogError("ALARM: {Reason} It is not used", WrongNetwork);
    }
}
