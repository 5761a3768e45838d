using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>
/// What accounts had at an instant: the sum of the entries posted at it or before, in the order asked; an account without any has 0. It adds the account's history up, so for a
/// long one it takes longer than <see cref="GetBalances"/>. What was held then is not known any more.
/// </summary>
/// <param name="Accounts">Which.</param>
/// <param name="At">The instant.</param>
/// <param name="Asset">The asset's code.</param>
public sealed record GetBalanceAt(IReadOnlyList<LedgerAccount> Accounts, DateTimeOffset At, string Asset = "TRX") : IQuery<IReadOnlyList<PastBalance>>;

/// <summary>What an account had.</summary>
/// <param name="Account">Which.</param>
/// <param name="Asset">The asset's code.</param>
/// <param name="Amount">The sum of its entries then, in the smallest unit.</param>
public sealed record PastBalance(LedgerAccount Account, string Asset, long Amount);
