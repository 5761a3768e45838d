using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>What moved on an account in all, by the kind of transfer. It adds up every entry of the account: for one person's card, not for a list of people.</summary>
/// <param name="Account">Which account.</param>
/// <param name="Asset">The asset's code.</param>
public sealed record GetTurnover(LedgerAccount Account, string Asset = "TRX") : IQuery<IReadOnlyList<TurnoverLine>>;

/// <summary>What transfers of one kind brought or took.</summary>
/// <param name="Kind">What they were.</param>
/// <param name="Amount">Their sum, in the smallest unit; negative where they took more than they brought.</param>
public sealed record TurnoverLine(string Kind, long Amount);
