using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>
/// What happened on accounts, newest first, a page at a time. A transfer between two of them is never split over pages, so a page may be longer by a line; one that is shorter than asked is the last.
/// An entry of a shared account (<see cref="LedgerAccount.IsShared"/>) is there once it was rolled up, after about a second.
/// </summary>
/// <param name="Accounts">Which accounts, together in one list.</param>
/// <param name="Before">Continue below this line's <see cref="StatementLine.TransferId"/>; null for the newest.</param>
/// <param name="PageSize">At most 100.</param>
/// <param name="Asset">The asset's code.</param>
public sealed record GetStatement(IReadOnlyList<LedgerAccount> Accounts, long? Before = null, int PageSize = 10, string Asset = "TRX")
    : IQuery<IReadOnlyList<StatementLine>>;

/// <summary>One entry of a statement.</summary>
/// <param name="TransferId">The transfer's number.</param>
/// <param name="Account">Which account.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Reference">What it belongs to.</param>
/// <param name="Amount">What it added or took, in the smallest unit.</param>
/// <param name="BalanceAfter">What the account had then.</param>
/// <param name="PostedAt">When.</param>
public sealed record StatementLine(long TransferId, LedgerAccount Account, string Kind, string Reference, long Amount, long BalanceAfter, DateTimeOffset PostedAt);
