namespace Marketplace.Tron;

/// <summary>How a <see cref="TronNodeClient"/> reaches its nodes.</summary>
public sealed class TronNodeOptions
{
    /// <summary>The nodes, best first. Two or more make failover and cross-checks possible.</summary>
    public IList<TronNodeEndpoint> Endpoints { get; } = [];

    /// <summary>How long one attempt may take, body included.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts per call, over all endpoints.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Wait before the second round over the endpoints; doubles each round, with jitter.</summary>
    public TimeSpan BackOff { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest such wait.</summary>
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests in any one second, per endpoint; null for no limit (a node of one's own). Public services allow 15 and punish more.</summary>
    public int? RequestsPerSecond { get; set; } = 14;

    /// <summary>How long an endpoint is avoided after HTTP 429 or 403 or several failures in a row.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A larger answer is refused unread: a hundred full blocks are about 42 MB.</summary>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    internal void Validate()
    {
        if (Endpoints.Count == 0)
        {
            throw new ArgumentException("At least one TRON endpoint is needed.");
        }

        if (Timeout <= TimeSpan.Zero || MaxAttempts < 1 || RequestsPerSecond is < 1 || MaxResponseBytes < 1024 || BackOff < TimeSpan.Zero)
        {
            throw new ArgumentException("Timeout, MaxAttempts, RequestsPerSecond and MaxResponseBytes must be positive.");
        }
    }
}

/// <summary>One node.</summary>
/// <param name="Address">Where <c>wallet/…</c> is served, such as <c>https://api.trongrid.io</c> or <c>http://127.0.0.1:8090</c>; a path is kept.</param>
public sealed record TronNodeEndpoint(Uri Address)
{
    /// <summary>Where <c>walletsolidity/…</c> is served, if elsewhere (a java-tron node uses port 8091).</summary>
    public Uri? SolidityAddress { get; init; }

    /// <summary>Sent with every request when set. Never printed.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The header that carries <see cref="ApiKey"/>; TronGrid's by default.</summary>
    public string ApiKeyHeader { get; init; } = "TRON-PRO-API-KEY";

    /// <summary>The address; never the key.</summary>
    public override string ToString() => Address.ToString();
}
