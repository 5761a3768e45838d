using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class CreditDepositsHandler(
    MarketplaceDbContext db,
    DepositRecords records,
    DepositPostings postings,
    IUnitOfWork unit,
    IPaymentNetwork network,
    TimeProvider time) : IRequestHandler<CreditDeposits, Result>
{
    public async Task<Result> Handle(CreditDeposits command, CancellationToken cancellationToken)
    {
        var reading = command.Reading;
        if (reading.Cursor is null)
        {
            return Result.Success;
        }

        ReadingRules.Check(command.After, reading);
        // First, because it locks the row: a second scanner, and whoever opens an address now, waits for this commit.
        if (!await MoveCursorAsync(command, reading.Cursor, reading.Head, cancellationToken))
        {
            return CreditDeposits.Overtaken;
        }

        var deposits = reading.Solid.Where(transfer => !IsHouse(transfer)).ToArray();
        var unconfirmed = reading.Unconfirmed.Where(transfer => !IsHouse(transfer)).ToArray();
        await records.LoadAsync(command.Network, [.. deposits, .. unconfirmed], cancellationToken);
        var arrived = deposits.Select(records.Confirm).OfType<Deposit>().ToArray();
        await records.AddToBalancesAsync(arrived, cancellationToken);
        var credits = await records.CreditAsync(arrived, cancellationToken);
        await postings.PostAsync(credits, [.. reading.Solid.Where(IsHouse)], cancellationToken);
        foreach (var deposit in unconfirmed.Select(records.See).OfType<Deposit>())
        {
            unit.Publish(new DepositSeen(deposit.AccountId, deposit.Amount, deposit.TransactionId, deposit.Target) { Asset = deposit.Asset });
        }

        // While solid blocks wait to be read, what stands in them is in neither list: nothing can be missed then.
        if (!reading.More)
        {
            foreach (var deposit in records.OrphanVanished(unconfirmed, reading.Head))
            {
                unit.Publish(new DepositDropped(deposit.AccountId, deposit.Amount, deposit.TransactionId, deposit.Target) { Asset = deposit.Asset });
            }
        }

        return Result.Success;
    }

    private bool IsHouse(IncomingTransfer transfer) => network.Info.House.All.Contains(transfer.Address, StringComparer.Ordinal);

    private async Task<bool> MoveCursorAsync(CreditDeposits command, BlockCursor to, long head, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (command.After is not { } after)
        {
            return await db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO wallets_cursors (network, block_number, block_id, addresses, head_number, moved_at)
                 VALUES ({command.Network}, {to.Number}, {to.Id}, 0, {head}, {now.UtcDateTime}) ON CONFLICT (network) DO NOTHING
                 """,
                cancellationToken) == 1;
        }

        return await db.Set<ChainCursor>()
            .Where(cursor => cursor.Network == command.Network
                && cursor.BlockNumber == after.Number
                && cursor.BlockId == after.Id
                && cursor.Addresses == command.Watched)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(cursor => cursor.BlockNumber, to.Number)
                    .SetProperty(cursor => cursor.BlockId, to.Id)
                    .SetProperty(cursor => cursor.HeadNumber, head)
                    .SetProperty(cursor => cursor.MovedAt, cursor => cursor.BlockNumber < to.Number || cursor.HeadNumber < head ? now : cursor.MovedAt),
                cancellationToken) == 1;
    }
}
