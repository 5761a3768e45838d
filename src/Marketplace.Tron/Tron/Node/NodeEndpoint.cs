namespace Marketplace.Tron;

/// <summary>One endpoint's address and how well it behaved lately.</summary>
internal sealed class NodeEndpoint
{
    // From this many failures in a row on, the endpoint rests.
    private const int FailuresBeforeRest = 3;

    private readonly TronNodeOptions options;
    private readonly TimeProvider time;
    private readonly RequestWindow? window;
    private readonly Uri wallet;
    private readonly Uri solidity;
    private int failures;
    private long restUntil;

    internal NodeEndpoint(TronNodeEndpoint endpoint, TronNodeOptions options, TimeProvider time)
    {
        Settings = endpoint;
        this.options = options;
        this.time = time;
        wallet = new Uri(WithSlash(endpoint.Address), "wallet/");
        solidity = new Uri(WithSlash(endpoint.SolidityAddress ?? endpoint.Address), "walletsolidity/");
        window = options.RequestsPerSecond is { } limit ? new RequestWindow(limit, time) : null;
    }

    internal TronNodeEndpoint Settings { get; }

    /// <summary>Lower is better: failures in a row, and a large amount while it rests.</summary>
    internal int Score => Volatile.Read(ref failures) + (IsResting ? 1_000 : 0);

    internal bool IsResting => Volatile.Read(ref restUntil) > time.GetUtcNow().UtcTicks;

    internal Uri Resolve(TronView view, string method) => new(view == TronView.Solid ? solidity : wallet, method);

    internal ValueTask WaitTurnAsync(CancellationToken cancellationToken) => window?.WaitAsync(cancellationToken) ?? ValueTask.CompletedTask;

    internal void ReportSuccess()
    {
        Volatile.Write(ref failures, 0);
        Volatile.Write(ref restUntil, 0);
    }

    internal void ReportFailure(string code)
    {
        if (Interlocked.Increment(ref failures) >= FailuresBeforeRest || code == TronErrorCodes.RateLimited)
        {
            Volatile.Write(ref restUntil, (time.GetUtcNow() + options.CoolDown).UtcTicks);
        }
    }

    private static Uri WithSlash(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
}
