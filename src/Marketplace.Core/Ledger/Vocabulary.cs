using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>
/// The name of an account in the books, e.g. <c>user:{id}/earn</c>. An account comes into being with its first entry. Which accounts may go
/// below zero follows from the name: <c>chain/…</c>, <c>platform/withdrawals</c> and <c>platform/network-fees</c> may, all others never do.
/// </summary>
/// <param name="Code">At most 100 characters of <c>[a-z0-9:/_-]</c>.</param>
public readonly record struct LedgerAccount(string Code)
{
    /// <summary>What this person earned and may withdraw.</summary>
    public static LedgerAccount Earn(Guid accountId) => new($"user:{accountId}/earn");

    /// <summary>What this person may spend on campaigns; it never leaves by withdrawal.</summary>
    public static LedgerAccount Ad(Guid accountId) => new($"user:{accountId}/ad");

    /// <summary>What a campaign can still pay.</summary>
    public static LedgerAccount Escrow(Guid campaignId) => new($"campaign:{campaignId}/escrow");

    /// <summary>The platform's own income. It has no overdraft: nobody is paid money that is not there.</summary>
    public static LedgerAccount Revenue { get; } = new("platform/revenue");

    /// <summary>Withdrawal fees taken against network fees paid.</summary>
    public static LedgerAccount Withdrawals { get; } = new("platform/withdrawals");

    /// <summary>The other side of the coins on deposit addresses: its balance is minus what they have.</summary>
    public static LedgerAccount Custody { get; } = new("chain/custody");

    /// <summary>The other side of the coins in the wallet that pays withdrawals.</summary>
    public static LedgerAccount HotCustody { get; } = new("chain/custody/hot");

    /// <summary>The other side of the coins in the wallet whose key is elsewhere.</summary>
    public static LedgerAccount ColdCustody { get; } = new("chain/custody/cold");

    /// <summary>What the operator put into the hot and the cold wallet himself.</summary>
    public static LedgerAccount Capital { get; } = new("platform/capital");

    /// <summary>What the network took for moving the house's own coins.</summary>
    public static LedgerAccount NetworkFees { get; } = new("platform/network-fees");

    /// <summary>True for the few that stand for the outside world and for expenses; all others can not go below zero.</summary>
    public bool AllowsOverdraft => Code.StartsWith("chain/", StringComparison.Ordinal) || this == Withdrawals || this == NetworkFees;

    /// <summary>
    /// True for the platform's and the outside world's own accounts, which every payment of every campaign touches: where the database knows row
    /// locks, their entries are appended without one and rolled up into the balance about every second.
    /// </summary>
    public bool IsShared => Code.StartsWith("chain/", StringComparison.Ordinal) || Code.StartsWith("platform/", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Code;
}

/// <summary>One side of a transfer.</summary>
/// <param name="Account">Whose balance changes.</param>
/// <param name="Amount">In the smallest unit; positive is added, negative is taken; never 0.</param>
/// <param name="Asset">The asset's code.</param>
public sealed record Entry(LedgerAccount Account, long Amount, string Asset = "TRX");

/// <summary>Money that moves: two or more entries that sum to zero per asset.</summary>
/// <param name="Key">The caller's idempotency key: the same key posts once, for ever. At most 200 characters; begin it with what it is of (<c>participation:</c>).</param>
/// <param name="Kind">What it is, for statements: <c>campaign.funded</c>. At most 60 characters.</param>
/// <param name="Reference">What it belongs to: <c>campaign:{id}</c>. At most 200 characters.</param>
/// <param name="Entries">The sides.</param>
public sealed record Transfer(string Key, string Kind, string Reference, IReadOnlyList<Entry> Entries)
{
    /// <summary>The open hold that this transfer ends: it takes from the held account at most what is held, and the rest becomes available again.</summary>
    public HoldId? Captures { get; init; }
}

/// <summary>A transfer that is in the books.</summary>
/// <param name="TransferId">Its number in the journal.</param>
public sealed record PostedTransfer(long TransferId);

/// <summary>What an account has.</summary>
/// <param name="Account">Which.</param>
/// <param name="Asset">The asset's code.</param>
/// <param name="Amount">The sum of its entries, in the smallest unit.</param>
/// <param name="Held">The part that open holds reserve.</param>
public sealed record Balance(LedgerAccount Account, string Asset, long Amount, long Held)
{
    /// <summary>What can be spent or held now.</summary>
    public long Available => checked(Amount - Held);
}

/// <summary>The refusals of the books.</summary>
public static class LedgerErrors
{
    /// <summary>The account has less than is taken; arguments <c>account</c>, <c>asset</c>, <c>available</c>, <c>needed</c>.</summary>
    public static Error InsufficientFunds { get; } = new("ledger.insufficient_funds");

    /// <summary>The same key came with another transfer.</summary>
    public static Error KeyReused { get; } = new("ledger.key_reused");

    /// <summary>The entries do not sum to zero, are fewer than two, name an account twice, or hold a 0.</summary>
    public static Error Unbalanced { get; } = new("ledger.unbalanced");

    /// <summary>An amount is not positive, or past the asset's supply.</summary>
    public static Error AmountOutOfRange { get; } = new("ledger.amount_out_of_range");

    /// <summary>No such asset in the registry.</summary>
    public static Error UnknownAsset { get; } = new("ledger.unknown_asset");

    /// <summary>A key, kind, reference or account code is empty, too long or holds characters it may not; argument <c>field</c>.</summary>
    public static Error Malformed { get; } = new("ledger.malformed");

    /// <summary>More transfers at once than <see cref="PostTransfers.MostAtOnce"/>.</summary>
    public static Error TooManyAtOnce { get; } = new("ledger.too_many_at_once");

    /// <summary>No such transfer.</summary>
    public static Error TransferNotFound { get; } = new("ledger.transfer_not_found");

    /// <summary>The transfer was reversed before; argument <c>by</c>, the reversal's number.</summary>
    public static Error AlreadyReversed { get; } = new("ledger.already_reversed");

    /// <summary>The transfer is itself a reversal: post what is right instead.</summary>
    public static Error NotReversible { get; } = new("ledger.not_reversible");

    /// <summary>No such hold.</summary>
    public static Error HoldNotFound { get; } = new("ledger.hold_not_found");

    /// <summary>The hold was captured, released or has expired already; argument <c>state</c>.</summary>
    public static Error HoldNotOpen { get; } = new("ledger.hold_not_open");

    /// <summary>More is captured than the hold has.</summary>
    public static Error HoldTooSmall { get; } = new("ledger.hold_too_small");
}
