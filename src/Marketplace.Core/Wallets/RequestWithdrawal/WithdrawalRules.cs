using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>What is asked of a withdrawal before money is looked at: the same for the quote and for the request.</summary>
internal sealed class WithdrawalRules(MarketplaceDbContext db, ISender sender, IPaymentNetwork network, IOptions<WalletsOptions> options)
{
    public async Task<Result<WithdrawalQuote>> JudgeAsync(AccountId accountId, string address, Sun? amount, CancellationToken cancellationToken)
    {
        switch (await sender.Send(new GetAccount(accountId), cancellationToken))
        {
            case null:
                return AccountErrors.NotFound;
            case { Role: AccountRole.Banned }:
                return AccountErrors.Banned;
        }

        var parsed = network.ParseAddress(address);
        if (!parsed.Succeeded)
        {
            return parsed.Error;
        }

        if (await db.Set<WatchedAddress>().AnyAsync(row => row.Network == network.Info.Name && row.Address == parsed.Value, cancellationToken))
        {
            return WalletErrors.OwnAddress;
        }

        var rules = options.Value;
        if (amount < rules.MinimumWithdrawal)
        {
            return WalletErrors.BelowMinimum.With("minimum", rules.MinimumWithdrawal.Value);
        }

        if (amount > rules.MaximumWithdrawal)
        {
            return WalletErrors.AboveMaximum.With("maximum", rules.MaximumWithdrawal.Value);
        }

        var leaves = amount ?? Sun.Zero;
        var fee = rules.WithdrawalFee;
        return new WithdrawalQuote(parsed.Value, leaves, fee, amount is null ? Sun.Zero : leaves - fee, leaves > rules.ApprovalThreshold);
    }

    public static Error Insufficient(long available, long needed) =>
        WalletErrors.InsufficientFunds.With("available", Math.Max(0, available)).With("needed", needed);
}
