using System.Diagnostics.Metrics;
using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence.Pipeline;
using Marketplace.Wallets;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Health;

/// <summary>
/// What an operator wants an alarm for, as gauges: looked up once a minute, so that a scrape costs nothing.
/// </summary>
internal sealed class MoneyGauges : IBackgroundWork, IDisposable
{
    private static readonly LedgerAccount[] Places = [LedgerAccount.HotCustody, LedgerAccount.Custody, LedgerAccount.ColdCustody];
    private readonly IServiceScopeFactory scopes;
    private readonly Meter meter = new(MarketplaceDiagnostics.Name);
    private IReadOnlyList<Measurement<long>> held = [];
    private long? owed;
    private (int Withdrawals, int Reports)? waiting;

    public MoneyGauges(IServiceScopeFactory scopes)
    {
        this.scopes = scopes;
        meter.CreateObservableGauge("marketplace.held.sun", () => held, description: "Coins by the books, in sun, by place: hot, deposits, cold");
        meter.CreateObservableGauge("marketplace.owed.sun", () => Known(owed), description: "What is owed to people, in sun, as of the newest proof of solvency");
        meter.CreateObservableGauge("marketplace.withdrawals.waiting", () => Known(waiting?.Withdrawals), description: "Withdrawals that wait for an operator, 100 at most");
        meter.CreateObservableGauge("marketplace.reports.open", () => Known(waiting?.Reports), description: "Reports about campaigns that wait for an operator, 100 at most");
    }

    public string Name => "host.look_at_the_money";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <summary>Each host answers for itself.</summary>
    public bool SingleOwner => false;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        var balances = await sender.Send(new GetBalances(Places), cancellationToken);
        // What came in from outside stands on these accounts with the other sign.
        held = [.. balances.Zip(["hot", "deposits", "cold"], (balance, place) => new Measurement<long>(-balance.Amount, new KeyValuePair<string, object?>("place", place)))];
        owed = await sender.Send(new GetSolvency(), cancellationToken) is { Asset: "TRX" } proof ? proof.Owed : null;
        waiting = ((await sender.Send(new GetWithdrawalsToApprove(), cancellationToken)).Count, (await sender.Send(new GetOpenReports(Most: 100), cancellationToken)).Count);
        return false;
    }

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<T>> Known<T>(T? value)
        where T : struct => value is { } known ? [new Measurement<T>(known)] : [];
}
