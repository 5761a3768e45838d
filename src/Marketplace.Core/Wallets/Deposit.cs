using Marketplace.Accounts;

namespace Marketplace.Wallets;

/// <summary>Where a deposit stands.</summary>
public enum DepositState
{
    /// <summary>In a block that may still vanish.</summary>
    Seen = 0,

    /// <summary>That block is solid: the money is in the books.</summary>
    Credited = 1,

    /// <summary>The block vanished. It may come back in another one.</summary>
    Orphaned = 2,

    /// <summary>Solid, but below the minimum: it is kept, and credited with whatever else comes to its address once that is enough together.</summary>
    BelowMinimum = 3,
}

/// <summary>One output of a transaction that pays one of our addresses; its key makes it one, whatever the chain repeats.</summary>
internal sealed class Deposit
{
    public required string Network { get; init; }

    public required string TransactionId { get; init; }

    public required int OutputIndex { get; init; }

    public required AccountId AccountId { get; init; }

    public required DepositTarget Target { get; init; }

    public required string Address { get; init; }

    /// <summary>The code of what came: the network's own asset, or a token.</summary>
    public required string Asset { get; init; }

    public required long Amount { get; init; }

    public required long BlockNumber { get; set; }

    public required DepositState State { get; set; }

    public required DateTimeOffset SeenAt { get; init; }

    public DateTimeOffset? CreditedAt { get; set; }
}

/// <summary>A deposit address that was handed out.</summary>
internal sealed class WatchedAddress
{
    public required string Network { get; init; }

    /// <summary>Its number under the network's account key; numbers have no gap.</summary>
    public required int AddressIndex { get; init; }

    public required string Address { get; init; }

    public required AccountId AccountId { get; init; }

    public required DepositTarget Target { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What stands on it in solid blocks, in the network's own asset and smallest unit: what came, credited or not, less what was swept.</summary>
    public long Balance { get; set; }
}

/// <summary>
/// How far a chain was read, and how many addresses were handed out. They share a row on purpose: a reading is stored only while
/// the number is the one it was made with, so no block is passed without an address that somebody was shown before.
/// </summary>
internal sealed class ChainCursor
{
    public required string Network { get; init; }

    public required long BlockNumber { get; init; }

    public required string BlockId { get; init; }

    public required int Addresses { get; init; }

    /// <summary>The newest block that was looked at, solid or not: how far above a deposit the chain has grown.</summary>
    public long HeadNumber { get; init; }

    /// <summary>When a newer block was last looked at.</summary>
    public DateTimeOffset? MovedAt { get; init; }
}
