using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

internal sealed class CreditDepositsHandler(
    MarketplaceDbContext db,
    ISender sender,
    IUnitOfWork unit,
    IPaymentNetwork network,
    TimeProvider time,
    IOptions<WalletsOptions> options) : IRequestHandler<CreditDeposits, Result>
{
    private Dictionary<string, WatchedAddress> owners = [];
    private Dictionary<(string TransactionId, int OutputIndex), Deposit> known = [];

    public async Task<Result> Handle(CreditDeposits command, CancellationToken cancellationToken)
    {
        var reading = command.Reading;
        if (reading.Cursor is null)
        {
            return Result.Success;
        }

        ReadingRules.Check(command.After, reading);
        // First, because it locks the row: a second scanner, and whoever opens an address now, waits for this commit.
        if (!await MoveCursorAsync(command, reading.Cursor, cancellationToken))
        {
            return CreditDeposits.Overtaken;
        }

        await LoadAsync(command.Network, [.. reading.Solid, .. reading.Unconfirmed], cancellationToken);
        foreach (var transfer in reading.Solid)
        {
            await (IsHouse(transfer) ? FundAsync(transfer, cancellationToken) : ConfirmAsync(transfer, cancellationToken));
        }

        foreach (var transfer in reading.Unconfirmed.Where(transfer => !IsHouse(transfer)))
        {
            See(transfer);
        }

        // While solid blocks wait to be read, what stands in them is in neither list: nothing can be missed then.
        if (!reading.More)
        {
            OrphanVanished(reading.Unconfirmed);
        }

        return Result.Success;
    }

    private async Task<bool> MoveCursorAsync(CreditDeposits command, BlockCursor to, CancellationToken cancellationToken)
    {
        if (command.After is not { } after)
        {
            return await db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO wallets_cursors (network, block_number, block_id, addresses)
                 VALUES ({command.Network}, {to.Number}, {to.Id}, 0) ON CONFLICT (network) DO NOTHING
                 """,
                cancellationToken) == 1;
        }

        return await db.Set<ChainCursor>()
            .Where(cursor => cursor.Network == command.Network
                && cursor.BlockNumber == after.Number
                && cursor.BlockId == after.Id
                && cursor.Addresses == command.Watched)
            .ExecuteUpdateAsync(
                set => set.SetProperty(cursor => cursor.BlockNumber, to.Number).SetProperty(cursor => cursor.BlockId, to.Id),
                cancellationToken) == 1;
    }

    private async Task LoadAsync(string name, IReadOnlyList<IncomingTransfer> transfers, CancellationToken cancellationToken)
    {
        owners = [];
        known = (await db.Set<Deposit>()
                .Where(deposit => deposit.Network == name && deposit.State == DepositState.Seen)
                .ToListAsync(cancellationToken))
            .ToDictionary(deposit => (deposit.TransactionId, deposit.OutputIndex));
        foreach (var chunk in transfers.Chunk(200))
        {
            var addresses = chunk.Select(transfer => transfer.Address).Distinct().ToArray();
            await foreach (var owner in db.Set<WatchedAddress>()
                .AsNoTracking()
                .Where(row => row.Network == name && addresses.Contains(row.Address))
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken))
            {
                owners[owner.Address] = owner;
            }

            var transactions = chunk.Select(transfer => transfer.TransactionId).Distinct().ToArray();
            await foreach (var deposit in db.Set<Deposit>()
                .Where(row => row.Network == name && transactions.Contains(row.TransactionId))
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken))
            {
                known[(deposit.TransactionId, deposit.OutputIndex)] = deposit;
            }
        }
    }

    private async Task ConfirmAsync(IncomingTransfer transfer, CancellationToken cancellationToken)
    {
        var deposit = FindOrAdd(transfer, DepositState.Orphaned, out _);
        if (deposit.Amount != transfer.Amount || deposit.Address != transfer.Address)
        {
            throw new ImpossibleForkException(
                $"Output {transfer.TransactionId}:{transfer.OutputIndex} pays {transfer.Amount} to {transfer.Address}; it was recorded as {deposit.Amount} to {deposit.Address}.");
        }

        if (deposit.State is DepositState.Credited or DepositState.Ignored)
        {
            return;
        }

        deposit.BlockNumber = transfer.BlockNumber;
        if (deposit.Amount < options.Value.MinimumDeposit.Value)
        {
            deposit.State = DepositState.Ignored;
            return;
        }

        deposit.State = DepositState.Credited;
        deposit.CreditedAt = time.GetUtcNow();
        var person = deposit.Target == DepositTarget.Ad
            ? LedgerAccount.Ad(deposit.AccountId.Value)
            : LedgerAccount.Earn(deposit.AccountId.Value);
        var key = $"deposit:{deposit.Network}:{deposit.TransactionId}:{deposit.OutputIndex}";
        var asset = network.Info.Asset.Code;
        var posted = await sender.Send(
            new PostTransfer(new Transfer(
                key,
                "deposit.credited",
                key,
                [new(person, deposit.Amount, asset), new(LedgerAccount.Custody, -deposit.Amount, asset)])),
            cancellationToken);
        posted.Require();
        var credited = new DepositCredited(deposit.AccountId, deposit.Amount, deposit.TransactionId, deposit.OutputIndex, deposit.Target);
        unit.Raise(credited);
        unit.Publish(credited);
    }

    private bool IsHouse(IncomingTransfer transfer) => network.Info.House.All.Contains(transfer.Address, StringComparer.Ordinal);

    /// <summary>The operator's own coins: they came from outside, or from the cold wallet into the hot one.</summary>
    private async Task FundAsync(IncomingTransfer transfer, CancellationToken cancellationToken)
    {
        var key = $"funding:{network.Info.Name}:{transfer.TransactionId}:{transfer.OutputIndex}:{transfer.Address}";
        var place = transfer.Address == network.Info.House.Hot ? LedgerAccount.HotCustody : LedgerAccount.ColdCustody;
        var from = transfer.FromCold ? LedgerAccount.ColdCustody : LedgerAccount.Capital;
        var posted = await sender.Send(
            new PostTransfer(new Transfer(
                key,
                transfer.FromCold ? "custody.moved" : "custody.funded",
                key,
                [new(from, transfer.Amount, transfer.Asset), new(place, -transfer.Amount, transfer.Asset)])),
            cancellationToken);
        posted.Require();
    }

    private void See(IncomingTransfer transfer)
    {
        var deposit = FindOrAdd(transfer, DepositState.Seen, out var added);
        if (deposit.State is DepositState.Seen or DepositState.Orphaned)
        {
            deposit.State = DepositState.Seen;
            deposit.BlockNumber = transfer.BlockNumber;
        }

        if (added && deposit.Amount >= options.Value.MinimumDeposit.Value)
        {
            unit.Publish(new DepositSeen(deposit.AccountId, deposit.Amount, deposit.TransactionId, deposit.Target));
        }
    }

    private void OrphanVanished(IReadOnlyList<IncomingTransfer> unconfirmed)
    {
        var present = unconfirmed.Select(transfer => (transfer.TransactionId, transfer.OutputIndex)).ToHashSet();
        foreach (var (output, deposit) in known)
        {
            if (deposit.State == DepositState.Seen && !present.Contains(output))
            {
                deposit.State = DepositState.Orphaned;
            }
        }
    }

    private Deposit FindOrAdd(IncomingTransfer transfer, DepositState state, out bool added)
    {
        added = !known.TryGetValue((transfer.TransactionId, transfer.OutputIndex), out var deposit);
        if (deposit is not null)
        {
            return deposit;
        }

        if (!owners.TryGetValue(transfer.Address, out var owner))
        {
            throw new ImpossibleForkException($"The network listed {transfer.TransactionId}, which pays {transfer.Address}: nobody's address.");
        }

        deposit = new Deposit
        {
            Network = owner.Network,
            TransactionId = transfer.TransactionId,
            OutputIndex = transfer.OutputIndex,
            AccountId = owner.AccountId,
            Target = owner.Target,
            Address = transfer.Address,
            Amount = transfer.Amount,
            BlockNumber = transfer.BlockNumber,
            State = state,
            SeenAt = time.GetUtcNow(),
        };
        db.Add(deposit);
        known.Add((transfer.TransactionId, transfer.OutputIndex), deposit);
        return deposit;
    }
}
