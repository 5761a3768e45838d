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

    /// <summary>The transfer that this one takes back; unique, so that none is taken back twice.</summary>
    public long? Reverses { get; init; }
}

internal sealed class EntryRow
{
    public required long AccountId { get; init; }

    public required long Version { get; init; }

    public required long JournalId { get; init; }

    public required long Amount { get; init; }

    public required long BalanceAfter { get; init; }
}

/// <summary>
/// An entry of a shared account (<see cref="LedgerAccount.IsShared"/>) that was appended without a lock on the account. Rolling up turns it into an
/// <see cref="EntryRow"/>; until then the account's balance is its row's and the sum of these.
/// </summary>
internal sealed class TailRow
{
    public long Id { get; init; }

    public required long AccountId { get; init; }

    public required long JournalId { get; init; }

    public required long Amount { get; init; }
}

/// <summary>A closed range of the journal and the hash that binds it to all before it.</summary>
internal sealed class SealRow
{
    /// <summary>1, 2, 3…</summary>
    public required long Sequence { get; init; }

    public required long FromId { get; init; }

    public required long ToId { get; init; }

    /// <summary>How many transfers the range holds: numbers may be missing, for a transaction that was rolled back used one up.</summary>
    public required long Transfers { get; init; }

    public required byte[] PreviousHash { get; init; }

    public required byte[] Hash { get; init; }

    public required DateTimeOffset SealedAt { get; init; }
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
