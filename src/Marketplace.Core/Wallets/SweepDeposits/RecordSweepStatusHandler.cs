using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Wallets;

internal sealed class RecordSweepStatusHandler(
    MarketplaceDbContext db,
    ISender sender,
    IPaymentNetwork network,
    TimeProvider time,
    ILogger<RecordSweepStatusHandler> logger) : IRequestHandler<RecordSweepStatus, Result>
{
    public async Task<Result> Handle(RecordSweepStatus command, CancellationToken cancellationToken)
    {
        var status = command.Status;
        var next = status.State switch
        {
            PaymentState.Solid => SweepState.Settled,
            PaymentState.Failed => SweepState.Failed,
            PaymentState.Expired => SweepState.Expired,
            _ => SweepState.Broadcast,
        };
        var (now, fee) = (time.GetUtcNow(), next is SweepState.Settled or SweepState.Failed ? status.NetworkFee : 0);
        // The condition is the lock and the fence: what is said again changes nothing.
        var moved = await db.Set<Sweep>()
            .Where(row => row.Id == command.Id && row.State < SweepState.Settled)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.State, next)
                    .SetProperty(row => row.NetworkFee, fee)
                    .SetProperty(row => row.ChangedAt, now),
                cancellationToken);
        if (moved == 0 || next is SweepState.Broadcast)
        {
            return Result.Success;
        }

        var sweep = await db.Set<Sweep>().AsNoTracking().SingleAsync(row => row.Id == command.Id, cancellationToken);
        if (next is SweepState.Expired)
        {
            logger.LogInformation("Sweep {TransactionId} of {Source} expired and is in no solid block", sweep.TransactionId, sweep.Source);
            return Result.Success;
        }

        if (next is SweepState.Failed)
        {
            logger.LogError("Sweep {TransactionId} of {Source}: the network refused it for good: {Detail}", sweep.TransactionId, sweep.Source, status.Detail);
        }

        return await TakeFromSourceAsync(sweep, cancellationToken);
    }

    /// <summary>The same in our list of addresses and in the books: what arrived elsewhere, and what the network took.</summary>
    private async Task<Result> TakeFromSourceAsync(Sweep sweep, CancellationToken cancellationToken)
    {
        var arrived = sweep.State is SweepState.Settled ? sweep.Amount : 0;
        var left = checked(arrived + sweep.NetworkFee);
        if (sweep.Source != Sweep.FromHot)
        {
            var known = await db.Set<WatchedAddress>()
                .Where(row => row.Network == sweep.Network && row.AddressIndex == sweep.Source && row.Balance >= left)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Balance, row => row.Balance - left), cancellationToken);
            if (known == 0)
            {
                return RecordSweepStatus.AheadOfDeposits;
            }
        }

        var (from, to) = sweep.Source == Sweep.FromHot
            ? (LedgerAccount.HotCustody, LedgerAccount.ColdCustody)
            : (LedgerAccount.Custody, LedgerAccount.HotCustody);
        // Custody is minus the coins held: what leaves a place is added to it.
        await PostAsync(sweep, "custody.swept", from, to, arrived, cancellationToken);
        await PostAsync(sweep, "custody.network_fee", from, LedgerAccount.NetworkFees, sweep.NetworkFee, cancellationToken);
        return Result.Success;
    }

    private async Task PostAsync(Sweep sweep, string kind, LedgerAccount from, LedgerAccount to, long amount, CancellationToken cancellationToken)
    {
        if (amount <= 0)
        {
            return;
        }

        var (asset, reference) = (network.Info.Asset.Code, $"sweep:{sweep.Id}");
        var posted = await sender.Send(
            new PostTransfer(new Transfer($"{reference}:{kind}", kind, reference, [new(from, amount, asset), new(to, -amount, asset)])),
            cancellationToken);
        posted.Require();
    }
}
