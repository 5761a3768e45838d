namespace Marketplace.Wallets;

/// <summary>Numbers as stored: part of the indexes' filters.</summary>
internal enum SweepState
{
    /// <summary>The bytes are stored; perhaps they were sent.</summary>
    Signed = 0,

    /// <summary>Sent at least once.</summary>
    Broadcast = 1,

    /// <summary>The coins are where they were sent, for good.</summary>
    Settled = 2,

    /// <summary>In a solid block, and refused there: only the network's fee is gone.</summary>
    Failed = 3,

    /// <summary>Never in a block, and too late for one.</summary>
    Expired = 4,
}

/// <summary>
/// A movement between two of the house's own addresses. A row is one set of signed bytes: what expires is followed by a row of its own, and
/// there is one live row per source at most.
/// </summary>
internal sealed class Sweep
{
    /// <summary>The number that stands for the hot wallet: a unique index takes every null for another one.</summary>
    public const int FromHot = -1;

    public required Guid Id { get; init; }

    public required string Network { get; init; }

    /// <summary>The deposit address's number, or <see cref="FromHot"/>.</summary>
    public required int Source { get; init; }

    public required string Destination { get; init; }

    /// <summary>What arrives there, in the smallest unit.</summary>
    public required long Amount { get; init; }

    public required SweepState State { get; init; }

    public required string TransactionId { get; init; }

    public required byte[] SignedBytes { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What the network took, in the smallest unit; known at the end.</summary>
    public long NetworkFee { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public SignedPayment ToPayment() => new(TransactionId, SignedBytes, ExpiresAt, Amount);
}
