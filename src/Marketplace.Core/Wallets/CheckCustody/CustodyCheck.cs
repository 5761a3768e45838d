namespace Marketplace.Wallets;

/// <summary>A comparison of the books with the chain, kept.</summary>
internal sealed class CustodyCheck
{
    public required Guid Id { get; init; }

    public required string Network { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Of the report, so that it can be asked for.</summary>
    public required long Shortfall { get; init; }

    /// <summary>The report as JSON.</summary>
    public required string Report { get; init; }
}
