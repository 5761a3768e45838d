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
    SavedAddresses addresses,
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
            await FindOpeningPriceAsync(payee, cancellationToken),
            amount > rules.SecondApprovalThreshold ? 2 : amount > rules.ApprovalThreshold ? 1 : 0,
            TimeSpan.Zero);
        if (amount is null)
        {
            return new Judgement(quote, NotBefore: null, IsNewAddress: false);
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

        var now = time.GetUtcNow();
        var knownFrom = await addresses.FindKnownFromAsync(accountId, quote.Address, cancellationToken);
        if (knownFrom <= now || rules.NewAddressCoolDown == TimeSpan.Zero)
        {
            return new Judgement(quote, NotBefore: null, IsNewAddress: knownFrom is null);
        }

        // Small amounts go at once, but together no more than one small amount in the time of a cool-down, whichever young addresses they go to.
        var free = quote.Amount + await SumAsync(rules.NewAddressCoolDown, accountId, atOnceOnly: true, cancellationToken) <= rules.CoolDownFreeAmount;
        var from = free ? now : knownFrom ?? now + rules.NewAddressCoolDown;
        return new Judgement(quote with { CoolDown = from - now }, from, IsNewAddress: knownFrom is null);
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

    /// <summary>
    /// Each withdrawal to an address that the network does not know brings the price of opening it, for any of them may be the first to get there; the others
    /// get it back when they have arrived. None is asked for where one that can not be taken back any more is on its way with it.
    /// </summary>
    private async Task<Sun> FindOpeningPriceAsync(Payee payee, CancellationToken cancellationToken)
    {
        if (!options.Value.ChargeActivation || payee.ActivationCost == 0)
        {
            return Sun.Zero;
        }

        var name = network.Info.Name;
        var opens = await db.Set<Withdrawal>().AnyAsync(
            row => row.Network == name
                && row.Address == payee.Address
                && row.State < WithdrawalState.Settled
                && row.State > WithdrawalState.Approved
                && row.ActivationFee != Sun.Zero,
            cancellationToken);
        return opens ? Sun.Zero : new Sun(payee.ActivationCost);
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
/// <param name="NotBefore">It is not signed before this instant; null where the address is old enough.</param>
/// <param name="IsNewAddress">It is not in this account's book.</param>
internal sealed record Judgement(WithdrawalQuote Quote, DateTimeOffset? NotBefore, bool IsNewAddress);
