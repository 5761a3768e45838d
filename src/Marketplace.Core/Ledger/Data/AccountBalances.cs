using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger.Data;

/// <summary>What an account has, with what was appended and not rolled up yet.</summary>
internal sealed class AccountBalance
{
    public required string Code { get; init; }

    public required string Asset { get; init; }

    public required long Balance { get; init; }

    public required long Held { get; init; }

    /// <summary>False for an account that a refused posting made in passing.</summary>
    public required bool IsUsed { get; init; }
}

internal static class AccountBalances
{
    /// <param name="db">The context.</param>
    /// <param name="withTail">False where no shared account is among those asked for: nothing is ever appended to the others.</param>
    public static IQueryable<AccountBalance> Of(MarketplaceDbContext db, bool withTail) => withTail
        ? db.Set<AccountRow>().AsNoTracking().Select(account => new AccountBalance
        {
            Code = account.Code,
            Asset = account.Asset,
            Balance = account.Balance + db.Set<TailRow>().Where(entry => entry.AccountId == account.Id).Sum(entry => entry.Amount),
            Held = account.Held,
            IsUsed = account.Version > 0 || db.Set<TailRow>().Any(entry => entry.AccountId == account.Id),
        })
        : db.Set<AccountRow>().AsNoTracking().Select(account => new AccountBalance
        {
            Code = account.Code,
            Asset = account.Asset,
            Balance = account.Balance,
            Held = account.Held,
            IsUsed = account.Version > 0,
        });
}
