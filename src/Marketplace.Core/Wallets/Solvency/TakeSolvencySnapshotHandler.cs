using System.Security.Cryptography;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Wallets;

internal sealed class TakeSolvencySnapshotHandler(
    MarketplaceDbContext db,
    ISender sender,
    CustodyInspector inspector,
    IPaymentNetwork network,
    IdGenerator ids,
    TimeProvider time,
    ILogger<TakeSolvencySnapshotHandler> logger) : IRequestHandler<TakeSolvencySnapshot, Result<SolvencyView>>
{
    private const int Attempts = 3;

    public async Task<Result<SolvencyView>> Handle(TakeSolvencySnapshot request, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeAsync(cancellationToken);
        }
        catch (CustodyUnreadException unread)
        {
            logger.LogWarning(unread, "No proof of solvency can be made now: {Reason}", unread.Message);
            return WalletErrors.NetworkUnavailable;
        }
    }

    private async Task<SolvencyView> TakeAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var began = time.GetUtcNow();
            var (snapshot, tree) = await MakeAsync(cancellationToken);
            var view = SolvencyViews.Of(snapshot, network.Info.House);
            if (!view.IsCovered && attempt < Attempts && await DidSweepsMoveAsync(began, cancellationToken))
            {
                // Places are read one after the other: what went from one to another meanwhile was seen in neither.
                continue;
            }

            await sender.Send(new StoreSolvencySnapshot(snapshot, tree), cancellationToken);
            Tell(view);
            return view;
        }
    }

    private async Task<(SolvencySnapshot Snapshot, KeptTree Tree)> MakeAsync(CancellationToken cancellationToken)
    {
        // In this order. What was sent is read first: whatever is settled meanwhile is then not owed any more. The chain comes last: it has every deposit that is owed by then.
        var leaving = await ReadLeavingAsync(cancellationToken);
        var owed = await sender.Send(new GetLiabilities(network.Info.Asset.Code), cancellationToken);
        var head = await sender.Send(new GetSealHead(), cancellationToken);
        var custody = await inspector.InspectAsync(cancellationToken);

        var (id, secret) = (ids.Next(), RandomNumberGenerator.GetBytes(SumTree.NonceBytes));
        var tree = SnapshotMaker.Make(id, secret, owed.Asset, owed.Accounts);
        var snapshot = new SolvencySnapshot
        {
            Id = id,
            Network = network.Info.Name,
            Asset = owed.Asset,
            TakenAt = custody.CheckedAt,
            BlockNumber = custody.Block.Number,
            BlockId = custody.Block.Id,
            Owed = SumTree.SumOf(tree.Root),
            // What came while the pages were read is not owed to anybody yet: it must not make up for what is.
            HeldDeposits = Math.Clamp(custody.Deposits.Booked, 0, custody.Deposits.Found),
            HeldHot = custody.Hot?.Found ?? 0,
            HeldCold = custody.Cold?.Found ?? 0,
            Leaving = leaving,
            DepositAddresses = custody.Addresses,
            Leaves = owed.Accounts.Count,
            Root = tree.Root[SumTree.SumBytes..],
            JournalPosition = owed.JournalPosition,
            SealHead = head?.ToMemo(),
            Secret = secret,
        };
        return (snapshot, tree);
    }

    private Task<bool> DidSweepsMoveAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        return db.Set<Sweep>().AnyAsync(row => row.Network == name && (row.State < SweepState.Settled || row.ChangedAt >= since), cancellationToken);
    }

    private async Task<long> ReadLeavingAsync(CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        var sent = await db.Set<Withdrawal>()
            .Where(row => row.Network == name && (row.State == WithdrawalState.Signed || row.State == WithdrawalState.Broadcast))
            .Select(row => row.Amount)
            .ToListAsync(cancellationToken);
        return sent.Sum(amount => amount.Value);
    }

    private void Tell(SolvencyView view)
    {
        if (view.IsCovered)
        {
            logger.LogInformation("Solvency: {Owed} owed to {Leaves} accounts, {Held} held at block {Block}; root {Root}", view.Owed, view.Leaves, view.Held, view.Block.Number, view.Root);
        }
        else
        {
            logger.LogCritical("ALARM: {Owed} owed and only {Held} held at block {Block} of {Network}", view.Owed, view.Held, view.Block.Number, view.Network);
        }
    }
}

/// <summary>Keeps a snapshot and forgets the trees of the oldest.</summary>
internal sealed record StoreSolvencySnapshot(SolvencySnapshot Snapshot, KeptTree Tree) : ICommand;
