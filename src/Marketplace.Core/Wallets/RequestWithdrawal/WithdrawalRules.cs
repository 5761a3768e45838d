using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>What is asked of a withdrawal before money is looked at: the same for the quote and for the request.</summary>
internal sealed class WithdrawalRules(
    MarketplaceDbContext db,
    ISender sender,
    IPaymentNetwork network,
    TimeProvider time,
    IOptions<WalletsOptions> options,
    ILogger<WithdrawalRules> logger)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Who asks, and whom to pay. It asks the network: never inside a transaction.</summary>
    public async Task<Result<Payee>> FindPayeeAsync(AccountId accountId, string address, CancellationToken cancellationToken)
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

        if (network.Info.House.All.Contains(parsed.Value, StringComparer.Ordinal)
            || await db.Set<WatchedAddress>().AnyAsync(row => row.Network == network.Info.Name && row.Address == parsed.Value, cancellationToken))
        {
            return WalletErrors.OwnAddress;
        }

        try
        {
            return await network.InspectAsync(parsed.Value, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "{Network} could not be asked about a payee; the person is told to try again", network.Info.Name);
            return WalletErrors.NetworkUnavailable;
        }
    }

    /// <summary>What it costs and whether it may be. Where it decides over money, the caller holds the network's <see cref="WithdrawalControl"/>.</summary>
    public async Task<Result<Judgement>> JudgeAsync(AccountId accountId, Payee payee, Sun? amount, CancellationToken cancellationToken)
    {
        var rules = options.Value;
        var quote = new WithdrawalQuote(
            payee.Address,
            amount ?? Sun.Zero,
            rules.WithdrawalFee,
            rules.ChargeActivation ? new Sun(payee.ActivationCost) : Sun.Zero,
            amount > rules.SecondApprovalThreshold ? 2 : amount > rules.ApprovalThreshold ? 1 : 0,
            TimeSpan.Zero);
        if (amount is null)
        {
            return new Judgement(quote, IsNewAddress: false);
        }

        // Something has to arrive, whatever the network asks for a new address.
        var least = quote.TotalFee < rules.MinimumWithdrawal ? rules.MinimumWithdrawal : quote.TotalFee + new Sun(1);
        if (amount < least)
        {
            return WalletErrors.BelowMinimum.With("minimum", least.Value);
        }

        if (amount > rules.MaximumWithdrawal)
        {
            return WalletErrors.AboveMaximum.With("maximum", rules.MaximumWithdrawal.Value);
        }

        if (await FindLimitAsync(accountId, quote.Amount, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return await IsKnownAsync(accountId, quote.Address, cancellationToken)
            ? new Judgement(quote, IsNewAddress: false)
            : new Judgement(quote with { CoolDown = await FindCoolDownAsync(accountId, quote.Amount, cancellationToken) }, IsNewAddress: true);
    }

    public static Error Insufficient(long available, long needed) =>
        WalletErrors.InsufficientFunds.With("available", Math.Max(0, available)).With("needed", needed);

    private async Task<Error?> FindLimitAsync(AccountId accountId, Sun amount, CancellationToken cancellationToken)
    {
        var rules = options.Value;
        var own = rules.AccountDailyLimit - await SumAsync(Day, accountId, atOnceOnly: false, cancellationToken);
        if (amount > own)
        {
            return Exceeded(WalletErrors.DailyLimit, rules.AccountDailyLimit, own);
        }

        var all = rules.TotalDailyLimit - await SumAsync(Day, null, atOnceOnly: false, cancellationToken);
        return amount > all ? Exceeded(WalletErrors.TotalDailyLimit, rules.TotalDailyLimit, all) : null;
    }

    /// <summary>An address is known once it was paid, and the request for that is older than the cool-down: else a thief would send himself a little first.</summary>
    private Task<bool> IsKnownAsync(AccountId accountId, string address, CancellationToken cancellationToken)
    {
        var (name, before) = (network.Info.Name, time.GetUtcNow() - options.Value.NewAddressCoolDown);
        return db.Set<Withdrawal>().AnyAsync(
            row => row.AccountId == accountId
                && row.Network == name
                && row.Address == address
                && row.State == WithdrawalState.Settled
                && row.RequestedAt <= before,
            cancellationToken);
    }

    /// <summary>Small amounts go to new addresses at once, but together no more than one small amount in the time of a cool-down.</summary>
    private async Task<TimeSpan> FindCoolDownAsync(AccountId accountId, Sun amount, CancellationToken cancellationToken)
    {
        var rules = options.Value;
        return rules.NewAddressCoolDown == TimeSpan.Zero
            || amount + await SumAsync(rules.NewAddressCoolDown, accountId, atOnceOnly: true, cancellationToken) <= rules.CoolDownFreeAmount
            ? TimeSpan.Zero
            : rules.NewAddressCoolDown;
    }

    /// <summary>What was requested in the last while and has left the house, or will: of one account or of all, in all or to new addresses at once.</summary>
    private async Task<Sun> SumAsync(TimeSpan span, AccountId? accountId, bool atOnceOnly, CancellationToken cancellationToken)
    {
        var (name, after, last) = (network.Info.Name, (time.GetUtcNow() - span).UtcDateTime, (int)WithdrawalState.Settled);
        var (all, whose) = (accountId is null, accountId?.Value ?? Guid.Empty);
        // Not by LINQ, which can not sum what has a converter.
        return new Sun(await db.Database
            .SqlQuery<long>(
                $"""
                 SELECT CAST(COALESCE(SUM(amount), 0) AS bigint) AS "Value" FROM wallets_withdrawals
                 WHERE network = {name} AND requested_at > {after} AND state <= {last}
                   AND ({all} OR account_id = {whose}) AND (NOT {atOnceOnly} OR not_before = requested_at)
                 """)
            .SingleAsync(cancellationToken));
    }

    private static Error Exceeded(Error error, Sun limit, Sun left) =>
        error.With("limit", limit.Value).With("left", left > Sun.Zero ? left.Value : 0);
}

/// <summary>A withdrawal that may be.</summary>
/// <param name="Quote">What it costs.</param>
/// <param name="IsNewAddress">This account was never paid there.</param>
internal sealed record Judgement(WithdrawalQuote Quote, bool IsNewAddress);
