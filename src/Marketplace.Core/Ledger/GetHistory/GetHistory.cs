using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>
/// One account's entries, oldest first, a page at a time: for exports and reconciliation. Ask again with the last line's <see cref="HistoryLine.Number"/> until a page is empty. An
/// entry of a shared account (<see cref="LedgerAccount.IsShared"/>) is there once it was rolled up, after about a second.
/// </summary>
/// <param name="Account">Which.</param>
/// <param name="After">Continue behind this line's number; 0 for the first.</param>
/// <param name="From">Only what was posted at this instant or later; null for all.</param>
/// <param name="To">Only what was posted before this instant; null for all.</param>
/// <param name="PageSize">At most 1,000.</param>
/// <param name="Asset">The asset's code.</param>
public sealed record GetHistory(
    LedgerAccount Account, long After = 0, DateTimeOffset? From = null, DateTimeOffset? To = null, int PageSize = 500, string Asset = "TRX")
    : IQuery<IReadOnlyList<HistoryLine>>;

/// <summary>One entry of an account's history.</summary>
/// <param name="Number">Its place in the account's history: 1, 2, 3… without a gap.</param>
/// <param name="TransferId">The transfer's number.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Reference">What it belongs to.</param>
/// <param name="Amount">What it added or took, in the smallest unit.</param>
/// <param name="BalanceAfter">What the account had then.</param>
/// <param name="PostedAt">When.</param>
public sealed record HistoryLine(long Number, long TransferId, string Kind, string Reference, long Amount, long BalanceAfter, DateTimeOffset PostedAt);
