namespace Marketplace.Ledger.Data;

/// <summary>An account's row; its balance and version are written by the posting statements only.</summary>
internal sealed class AccountRow
{
    public long Id { get; init; }

    public required string Code { get; init; }

    public required string Asset { get; init; }

    public long Balance { get; init; }

    public long Held { get; init; }

    /// <summary>Balance less held never falls below it.</summary>
    public long Floor { get; init; }

    /// <summary>The number of entries.</summary>
    public long Version { get; init; }
}

internal sealed class JournalRow
{
    public long Id { get; init; }

    public required string Key { get; init; }

    public required byte[] RequestHash { get; init; }

    public required string Kind { get; init; }

    public required string Reference { get; init; }

    public required DateTimeOffset PostedAt { get; init; }
}

internal sealed class EntryRow
{
    public required long AccountId { get; init; }

    public required long Version { get; init; }

    public required long JournalId { get; init; }

    public required long Amount { get; init; }

    public required long BalanceAfter { get; init; }
}

/// <summary>Numbers as stored: part of the statements' SQL.</summary>
internal enum HoldState
{
    Open = 0,
    Captured = 1,
    Released = 2,
}

internal sealed class HoldRow
{
    public required Guid Id { get; init; }

    public required long AccountId { get; init; }

    public required long Amount { get; init; }

    public long Captured { get; init; }

    public HoldState State { get; init; }

    public required string Reference { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
