using System.Collections.Concurrent;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>
/// Brings approved withdrawals to their end: sign, store, send, look, settle. Each step is stored before the next begins, so a crash between
/// any two of them repeats at most a look or the sending of identical bytes. What it keeps in memory saves looks and decides nothing.
/// </summary>
internal sealed class PushWithdrawals(
    IServiceScopeFactory scopes,
    IPaymentNetwork network,
    IOptions<WalletsOptions> options,
    IOptions<AccountsOptions> accounts,
    TimeProvider time,
    ILogger<PushWithdrawals> logger) : IBackgroundWork
{
    public const string WorkName = "wallets.push-withdrawals";

    private readonly ConcurrentDictionary<WithdrawalId, DateTimeOffset> includedSince = new();
    private readonly Dictionary<WithdrawalId, string> toldWhy = [];
    private bool begun;

    public string Name => WorkName;

    public TimeSpan Interval => options.Value.WithdrawalInterval;

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!begun)
        {
            await BeginAsync(cancellationToken);
            begun = true;
        }

        var live = await FindLiveAsync(cancellationToken);
        Forget(live);
        await Parallel.ForEachAsync(
            live.Where(row => row.State > WithdrawalState.Approved && IsDue(row)).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.LooksAtOnce, CancellationToken = cancellationToken },
            async (row, token) => await TryAsync(row.Id, () => LookAsync(row, token), token));
        await SignInTurnAsync(live.Where(row => row.State == WithdrawalState.Approved), cancellationToken);
        return false;
    }

    /// <summary>Once in a process: what waits for operators whom nobody named is said, and what earlier versions took too much is given back.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var (rules, operators) = (options.Value, accounts.Value.Operators.Distinct(StringComparer.Ordinal).Count());
        if ((operators == 0 && rules.ApprovalThreshold < rules.MaximumWithdrawal) || (operators == 1 && rules.SecondApprovalThreshold < rules.MaximumWithdrawal))
        {
            logger.LogWarning(
                "Withdrawals above {Threshold} wait for {Needed} and there {Named}: nobody can let them go. Name operators in Accounts:Operators",
                operators == 0 ? rules.ApprovalThreshold : rules.SecondApprovalThreshold,
                operators == 0 ? "an operator" : "two operators",
                operators == 0 ? "is none" : "is one");
        }

        await using var scope = scopes.CreateAsyncScope();
        var owed = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<Withdrawal>()
            .FromSql($"SELECT * FROM wallets_withdrawals WHERE opening_returned < 0")
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in owed)
        {
            await scope.ServiceProvider.GetRequiredService<ISender>().Send(new ReturnOpeningPrice(id), cancellationToken);
        }
    }

    private async Task<IReadOnlyList<Withdrawal>> FindLiveAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (name, now) = (network.Info.Name, time.GetUtcNow());
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<Withdrawal>()
            .AsNoTracking()
            .Where(row => row.State < WithdrawalState.Settled && row.State > WithdrawalState.Requested && row.Network == name)
            .Where(row => row.State > WithdrawalState.Approved || (row.HeldBackAt == null && (row.NotBefore == null || row.NotBefore <= now)))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// One at a time, the oldest first: each sees what the one before left in the wallet. Where that is too little for the oldest, the younger ones wait
    /// with it, however small: a stream of small ones would else keep a large one waiting for ever.
    /// </summary>
    private async Task SignInTurnAsync(IEnumerable<Withdrawal> approved, CancellationToken cancellationToken)
    {
        foreach (var withdrawal in approved)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var goesOn = true;
            await TryAsync(withdrawal.Id, async () => goesOn = await SignAsync(withdrawal, cancellationToken), cancellationToken);
            if (!goesOn)
            {
                return;
            }
        }
    }

    /// <returns>False where the next one need not try.</returns>
    private async Task<bool> SignAsync(Withdrawal withdrawal, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        var control = await scope.ServiceProvider.GetRequiredService<WithdrawalControls>().ReadAsync(cancellationToken);
        if (control.IsPaused)
        {
            return false;
        }

        var order = new PaymentOrder($"withdrawal:{withdrawal.Id}", withdrawal.Address, withdrawal.ToReceive().Value);
        var signed = await network.SignAsync(order, cancellationToken);
        if (signed.Succeeded)
        {
            if (control.ShortSince is not null)
            {
                await sender.Send(new RecordShortage(null), cancellationToken);
            }

            var stored = await sender.Send(new StoreSignedPayment(withdrawal.Id, signed.Value), cancellationToken);
            if (stored.Succeeded)
            {
                await SubmitAsync(withdrawal.Id, WithdrawalState.Signed, signed.Value, sender, cancellationToken);
            }

            return true;
        }

        if (signed.Error.Code == WalletErrors.BadAddress.Code)
        {
            await sender.Send(new RefusePayment(withdrawal.Id, signed.Error), cancellationToken);
        }
        else if (signed.Error.Code == WalletErrors.SourceTooLow.Code)
        {
            if (control.ShortSince is null)
            {
                await sender.Send(new RecordShortage(signed.Error), cancellationToken);
            }

            return false;
        }
        else if (toldWhy.GetValueOrDefault(withdrawal.Id) != signed.Error.Code)
        {
            // Somebody has to act, and until then it waits; said once, not at every look.
            toldWhy[withdrawal.Id] = signed.Error.Code;
            logger.LogError("Withdrawal {WithdrawalId} can not be signed now and waits: {Error}", withdrawal.Id, signed.Error);
        }

        return true;
    }

    private async Task LookAsync(Withdrawal withdrawal, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var attempt = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<PaymentAttempt>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.WithdrawalId == withdrawal.Id && row.Outcome == AttemptOutcome.Live, cancellationToken);
        if (attempt is not null)
        {
            var payment = new SignedPayment(attempt.TransactionId, attempt.SignedBytes, attempt.ExpiresAt, withdrawal.ToReceive().Value);
            await SubmitAsync(withdrawal.Id, withdrawal.State, payment, scope.ServiceProvider.GetRequiredService<ISender>(), cancellationToken);
        }
    }

    private async Task SubmitAsync(WithdrawalId id, WithdrawalState state, SignedPayment payment, ISender sender, CancellationToken cancellationToken)
    {
        var status = await network.SubmitAsync(payment, cancellationToken);
        if (status.State == PaymentState.Included)
        {
            includedSince.TryAdd(id, time.GetUtcNow());
        }
        else
        {
            includedSince.TryRemove(id, out _);
        }

        if (state == WithdrawalState.Signed || status.State is not (PaymentState.Unknown or PaymentState.Included))
        {
            await sender.Send(new RecordPaymentStatus(id, payment.TransactionId, status), cancellationToken);
        }
    }

    /// <summary>
    /// What is in a block is left alone for half of the time until that is solid, then for most of the other half: a fork that undoes it is rare, and its bytes
    /// are good for longer than that. So a payment costs a handful of looks, not one every three seconds.
    /// </summary>
    private bool IsDue(Withdrawal withdrawal)
    {
        if (!includedSince.TryGetValue(withdrawal.Id, out var since))
        {
            return true;
        }

        var (age, half, interval) = (time.GetUtcNow() - since, network.Info.TimeToSolid / 2, options.Value.WithdrawalInterval);
        return (age >= half && age < half + interval) || age >= network.Info.TimeToSolid * 0.9;
    }

    private void Forget(IReadOnlyList<Withdrawal> live)
    {
        var ids = live.Select(row => row.Id).ToHashSet();
        foreach (var id in includedSince.Keys.Where(id => !ids.Contains(id)))
        {
            includedSince.TryRemove(id, out _);
        }

        foreach (var id in toldWhy.Keys.Where(id => !ids.Contains(id)).ToList())
        {
            toldWhy.Remove(id);
        }
    }

    private async Task TryAsync(WithdrawalId id, Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing is known, so nothing changes: the same step comes again.
            logger.LogWarning(exception, "Withdrawal {WithdrawalId} waits: the step failed and will be repeated", id);
        }
    }
}
