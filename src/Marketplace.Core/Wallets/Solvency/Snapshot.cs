namespace Marketplace.Wallets;

/// <summary>What was owed and what was held at one moment, and the root of the tree over what was owed.</summary>
internal sealed class SolvencySnapshot
{
    public required Guid Id { get; init; }

    public required string Network { get; init; }

    public required string Asset { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    public required long BlockNumber { get; init; }

    public required string BlockId { get; init; }

    public required long Owed { get; init; }

    public required long HeldDeposits { get; init; }

    public required long HeldHot { get; init; }

    public required long HeldCold { get; init; }

    /// <summary>Of what is owed, the part in withdrawals that were sent: it may have arrived already.</summary>
    public required long Leaving { get; init; }

    public required int DepositAddresses { get; init; }

    public required int Leaves { get; init; }

    public required byte[] Root { get; init; }

    public required long JournalPosition { get; init; }

    /// <summary>The newest seal of the journal then, as its memo says it.</summary>
    public string? SealHead { get; init; }

    /// <summary>Of which every leaf's nonce is made. Whoever has it can try account codes against the leaves; it never leaves the database.</summary>
    public required byte[] Secret { get; init; }
}

/// <summary>
/// Up to 256 neighbouring nodes of one level. Every eighth level is stored, and the seven above it are hashed again when somebody asks: so a proof reads three
/// rows for a million leaves, and a snapshot of them writes four thousand rows and not two million.
/// </summary>
internal sealed class SolvencyTile
{
    /// <summary>How many levels one tile spans.</summary>
    public const int Levels = 8;
    public const int Nodes = 1 << Levels;

    public required Guid SnapshotId { get; init; }

    /// <summary>0 holds the leaves, 1 the nodes eight levels above them.</summary>
    public required int Level { get; init; }

    /// <summary>Its number within the level: node <c>n</c> of the level is in tile <c>n / 256</c>.</summary>
    public required int Position { get; init; }

    public required byte[] Content { get; init; }
}

/// <summary>Where some accounts' leaves are. Accounts are found by a keyed hash of their name, so that this table says nothing to a reader without the key.</summary>
internal sealed class SolvencyPage
{
    public required Guid SnapshotId { get; init; }

    public required int Number { get; init; }

    /// <summary>Of each account: 16 bytes to know it by, its leaf's position (4) and its balance (8).</summary>
    public required byte[] Content { get; init; }
}

/// <summary>A key of this module, made when it is first needed and shared by all processes.</summary>
internal sealed class WalletSecret
{
    public required string Name { get; init; }

    public required byte[] Value { get; init; }
}
