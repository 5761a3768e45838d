using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>The balances of accounts, in the order asked; an account without entries has 0.</summary>
/// <param name="Accounts">Which.</param>
/// <param name="Asset">The asset's code.</param>
public sealed record GetBalances(IReadOnlyList<LedgerAccount> Accounts, string Asset = "TRX") : IQuery<IReadOnlyList<Balance>>;

/// <summary>The books at a glance, for operators and the sandbox: accounts, the newest transfers, every invariant.</summary>
/// <param name="Transfers">How many of the newest transfers.</param>
/// <param name="Accounts">How many accounts at most.</param>
/// <param name="After">Accounts behind this code; from the first on where null.</param>
/// <param name="Check">False to leave the invariants out: most of them read the whole history.</param>
public sealed record GetBooks(int Transfers = 50, int Accounts = 200, string? After = null, bool Check = true) : IQuery<Books>;

/// <summary>The books at a glance.</summary>
/// <param name="Accounts">Accounts with an entry, by code.</param>
/// <param name="Journal">The newest transfers, newest first.</param>
/// <param name="Invariants">What must always be true; empty where it was not asked for.</param>
public sealed record Books(IReadOnlyList<Balance> Accounts, IReadOnlyList<JournalLine> Journal, IReadOnlyList<InvariantLine> Invariants);

/// <summary>A transfer in the journal.</summary>
/// <param name="TransferId">Its number.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reference">What it belongs to.</param>
/// <param name="PostedAt">When.</param>
/// <param name="Entries">Its sides.</param>
public sealed record JournalLine(long TransferId, string Kind, string Reference, DateTimeOffset PostedAt, IReadOnlyList<Entry> Entries);

/// <summary>An invariant and whether it holds.</summary>
/// <param name="Name">The sentence.</param>
/// <param name="Violation">What breaks it, or null.</param>
public sealed record InvariantLine(string Name, string? Violation);
