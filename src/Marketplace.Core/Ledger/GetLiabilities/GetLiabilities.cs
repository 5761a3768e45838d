using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>
/// What is owed to people, all of it at one moment: every account that has something and is not the platform's or the outside world's own
/// (<see cref="LedgerAccount.IsShared"/>). What is held is owed, too.
/// </summary>
/// <param name="Asset">The asset's code.</param>
public sealed record GetLiabilities(string Asset = "TRX") : IQuery<Liabilities>;

/// <summary>What is owed to people.</summary>
/// <param name="Asset">The asset's code.</param>
/// <param name="JournalPosition">The highest number of a transfer that was in the books at that moment; 0 where there was none, or nothing is owed.</param>
/// <param name="Accounts">Who has what, in no order. An amount is never 0; below 0 it would be a broken book.</param>
public sealed record Liabilities(string Asset, long JournalPosition, IReadOnlyList<Liability> Accounts);

/// <summary>What one account has.</summary>
/// <param name="Account">Which.</param>
/// <param name="Amount">In the smallest unit.</param>
public readonly record struct Liability(LedgerAccount Account, long Amount);
