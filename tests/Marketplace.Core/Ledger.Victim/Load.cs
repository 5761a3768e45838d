using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Victim;

/// <summary>
/// What the callers ask for: every step follows from its numbers alone, so that whoever was not there can say what it must have done, and can do it again.
/// </summary>
/// <param name="services">A marketplace with a ledger.</param>
public sealed class Load(IServiceProvider services)
{
    public const int Callers = 16;

    public static LedgerAccount Sink { get; } = new("user:sink/earn");

    /// <summary>Whose money the caller spends: some have their own, some share one.</summary>
    /// <param name="caller">From 0 to 15.</param>
    public static LedgerAccount Source(int caller) => new($"user:{caller % 5}/ad");

    public static string Key(int life, int caller, int step) => $"load:{life}:{caller}:{step}";

    public static HoldId Hold(int life, int caller, int step) => new(new Guid(life, (short)caller, 0, [.. BitConverter.GetBytes((long)step)]));

    public static bool IsByHold(int caller, int step) => (caller + step) % 5 == 4;

    public static long Amount(int step) => 1 + (step % 7);

    /// <summary>Does a step, or finds that it was done.</summary>
    /// <param name="life">Which run of the program.</param>
    /// <param name="caller">Which of the callers.</param>
    /// <param name="step">Its step, counted from 0.</param>
    /// <returns>The transfer's number.</returns>
    public async Task<long> StepAsync(int life, int caller, int step)
    {
        var transfer = new Transfer(
            Key(life, caller, step),
            "load",
            $"load:{life}",
            [new(Source(caller), -Amount(step) - 1), new(Sink, Amount(step)), new(LedgerAccount.Revenue, 1)]);
        if (IsByHold(caller, step))
        {
            var hold = Hold(life, caller, step);
            (await SendAsync(new PlaceHold(hold, Source(caller), Amount(step) + 1, "load"))).Require();
            return (await SendAsync(new CaptureHold(hold, transfer))).Require().TransferId;
        }

        var posted = (caller + step) % 5 == 3
            ? await SendAsync(new PostTransfer(transfer))
            : await services.GetRequiredService<ITransferPoster>().PostAsync(transfer);
        return posted.Require().TransferId;
    }

    private async Task<T> SendAsync<T>(IRequest<T> request)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }
}
