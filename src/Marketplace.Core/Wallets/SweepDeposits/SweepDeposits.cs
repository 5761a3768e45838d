using Marketplace.Kernel;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>
/// Brings coins from the deposit addresses to the hot wallet, and what is too much there to the cold one. As with withdrawals, each step is stored before the next
/// begins: sign, store, send, look, settle.
/// </summary>
internal sealed class SweepDeposits(
    IServiceScopeFactory scopes,
    IPaymentNetwork network,
    IdGenerator ids,
    TimeProvider time,
    IOptions<WalletsOptions> options,
    ILogger<SweepDeposits> logger) : IBackgroundWork
{
    public const string WorkName = "wallets.sweep";

    /// <summary>Addresses that had too little when they were to be swept, each until when it is passed over. Losing it costs a question to the network.</summary>
    private readonly Dictionary<int, DateTimeOffset> passedOver = [];
    private string? told;

    public string Name => WorkName;

    public TimeSpan Interval => options.Value.SweepInterval;

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var plan = scope.ServiceProvider.GetRequiredService<SweepPlan>();
        var live = await plan.FindLiveAsync(cancellationToken);
        foreach (var sweep in live)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await TryAsync($"Sweep {sweep.TransactionId}", () => PushAsync(sweep, cancellationToken), cancellationToken);
        }

        if (network.Info.House.Hot is not { } hot)
        {
            Tell("no address to sweep to is configured");
            return false;
        }

        var room = options.Value.MostSweepsAtOnce - live.Count;
        if (room <= 0)
        {
            return false;
        }

        foreach (var due in await FindDueAsync(plan, hot, room, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var goesOn = true;
            await TryAsync($"The sweep of {due.Source}", async () => goesOn = await BeginAsync(due, cancellationToken), cancellationToken);
            if (!goesOn)
            {
                break;
            }
        }

        return false;
    }

    private async Task<IReadOnlyList<DueSweep>> FindDueAsync(SweepPlan plan, string hot, int room, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (rested, _) in passedOver.Where(entry => entry.Value <= now).ToArray())
        {
            passedOver.Remove(rested);
        }

        var due = new List<DueSweep>();
        if (network.Info.House.Cold is { } cold && !passedOver.ContainsKey(Sweep.FromHot) && await plan.FindSurplusAsync(cold, cancellationToken) is { } surplus)
        {
            due.Add(surplus);
        }

        due.AddRange(await plan.FindFullAsync(hot, room, passedOver.Keys, cancellationToken));
        return due;
    }

    /// <returns>False where there is no use in trying the others now.</returns>
    private async Task<bool> BeginAsync(DueSweep due, CancellationToken cancellationToken)
    {
        var id = ids.Next();
        var source = due.Source == Sweep.FromHot ? PaymentSource.Hot : PaymentSource.Deposit(due.Source);
        var signed = await network.SignAsync(new PaymentOrder($"sweep:{id}", due.Destination, due.Amount, source), cancellationToken);
        if (!signed.Succeeded)
        {
            var tooLow = signed.Error.Code == WalletErrors.SourceTooLow.Code;
            if (tooLow)
            {
                passedOver[due.Source] = time.GetUtcNow() + options.Value.SweepRest;
            }

            Tell(signed.Error.ToString());
            return tooLow;
        }

        told = null;
        await using var scope = scopes.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new StoreSweep(id, due.Source, due.Destination, signed.Value), cancellationToken);
        if (stored.Succeeded)
        {
            await SubmitAsync(id, signed.Value, SweepState.Signed, cancellationToken);
        }

        return true;
    }

    private Task PushAsync(Sweep sweep, CancellationToken cancellationToken) => SubmitAsync(sweep.Id, sweep.ToPayment(), sweep.State, cancellationToken);

    private async Task SubmitAsync(Guid id, SignedPayment payment, SweepState state, CancellationToken cancellationToken)
    {
        var status = await network.SubmitAsync(payment, cancellationToken);
        if (state == SweepState.Broadcast && status.State is PaymentState.Unknown or PaymentState.Included)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var recorded = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new RecordSweepStatus(id, status), cancellationToken);
        if (!recorded.Succeeded)
        {
            logger.LogWarning("Sweep {TransactionId} is {State} and waits for the books: {Error}", payment.TransactionId, status.State, recorded.Error);
        }
    }

    private async Task TryAsync(string what, Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing is known, so nothing changes: the same step comes again.
            logger.LogWarning(exception, "{Sweep} waits: the step failed and will be repeated", what);
        }
    }

    /// <summary>Once, not every minute.</summary>
    private void Tell(string reason)
    {
        if (told != reason)
        {
            told = reason;
            logger.LogWarning("Coins stay on their addresses for now: {Reason}", reason);
        }
    }
}
