using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

/// <summary>What deposits of one state come to.</summary>
internal sealed record WaitingDeposits(DepositState State, long Amount);

/// <summary>A withdrawal and how many operators have approved it.</summary>
internal sealed record WithdrawalWithApprovals(Withdrawal Withdrawal, int Approvals);

/// <summary>What every look at a balance asks, compiled once: translating it costs more than asking it.</summary>
internal sealed class WalletQueries
{
    /// <summary>The deposits that are not in the books, by where they stand.</summary>
    public Func<MarketplaceDbContext, AccountId, IAsyncEnumerable<WaitingDeposits>> Waiting { get; } = EF.CompileAsyncQuery(
        (MarketplaceDbContext db, AccountId id) => db.Set<Deposit>()
            .Where(deposit => deposit.AccountId == id && (deposit.State == DepositState.Seen || deposit.State == DepositState.BelowMinimum) && deposit.Asset == Asset.Trx.Code)
            .GroupBy(deposit => deposit.State)
            .Select(same => new WaitingDeposits(same.Key, same.Sum(deposit => deposit.Amount))));

    /// <summary>Somebody's withdrawals, newest first: so many are skipped, at most so many follow.</summary>
    public Func<MarketplaceDbContext, AccountId, int, int, IAsyncEnumerable<WithdrawalWithApprovals>> Latest { get; } = EF.CompileAsyncQuery(
        (MarketplaceDbContext db, AccountId id, int skip, int most) => db.Set<Withdrawal>().AsNoTracking()
            .Where(row => row.AccountId == id)
            .OrderByDescending(row => row.Id)
            .Skip(skip)
            .Take(most)
            .Select(row => new WithdrawalWithApprovals(row, db.Set<Approval>().Count(approval => approval.WithdrawalId == row.Id))));
}
