using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

/// <summary>
/// Reads the books, then the chain. What is on its way between the two is read first: whatever ends meanwhile makes the comparison milder, never
/// an alarm about nothing.
/// </summary>
internal sealed class CustodyInspector(MarketplaceDbContext db, ISender sender, IPaymentNetwork network, TimeProvider time)
{
    /// <summary>So many balances are read within one block even from a node that answers 15 questions a second.</summary>
    private const int PageSize = 20;

    /// <summary>The most that a network takes for one of our payments, in the smallest unit: a new recipient costs 1.1 TRX.</summary>
    private const long FeeAllowance = 2_000_000;

    public async Task<CustodyReport> InspectAsync(CancellationToken cancellationToken)
    {
        var (house, asset) = (network.Info.House, network.Info.Asset.Code);
        var (leavingHot, payments) = await ReadMovingAsync(cancellationToken);
        var books = await sender.Send(
            new GetBalances([LedgerAccount.Custody, LedgerAccount.HotCustody, LedgerAccount.ColdCustody], asset), cancellationToken);
        var cursor = await db.Set<ChainCursor>().AsNoTracking().SingleOrDefaultAsync(row => row.Network == network.Info.Name, cancellationToken);

        var reading = await ReadSolidAsync([.. house.All], cursor, cancellationToken);
        var found = house.All.Zip(reading.Balances).ToDictionary(pair => pair.First, pair => pair.Second);
        var (addresses, deposits) = await ReadDepositsAsync(-books[0].Amount, cursor, cancellationToken);
        return new CustodyReport(
            network.Info.Name,
            time.GetUtcNow(),
            reading.Block,
            addresses,
            deposits,
            house.Hot is { } hot ? CustodyPlace.Compare(-books[1].Amount, found[hot], checked(leavingHot + payments * FeeAllowance)) : null,
            house.Cold is { } cold ? CustodyPlace.Compare(-books[2].Amount, found[cold], 0) : null);
    }

    private async Task<(long Amount, int Payments)> ReadMovingAsync(CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        var withdrawals = await db.Set<Withdrawal>()
            .Where(row => row.Network == name && (row.State == WithdrawalState.Signed || row.State == WithdrawalState.Broadcast))
            .Select(row => row.Amount)
            .ToListAsync(cancellationToken);
        var sweeps = await db.Set<Sweep>()
            .Where(row => row.Network == name && row.Source == Sweep.FromHot && row.State < SweepState.Settled)
            .Select(row => row.Amount)
            .ToListAsync(cancellationToken);
        return (checked(withdrawals.Sum(amount => amount.Value) + sweeps.Sum()), withdrawals.Count + sweeps.Count);
    }

    private async Task<CustodyReading> ReadSolidAsync(IReadOnlyList<string> addresses, ChainCursor? cursor, CancellationToken cancellationToken)
    {
        CustodyReading reading;
        try
        {
            reading = await network.ReadBalancesAsync(addresses, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CustodyUnreadException($"{network.Info.Name} does not tell balances: {exception.Message}", exception);
        }

        return reading.Block.Number >= (cursor?.BlockNumber ?? 0)
            ? reading
            : throw new CustodyUnreadException(
                $"The node that tells balances stands at block {reading.Block.Number}, and deposits up to {cursor!.BlockNumber} are booked: nothing can be compared.");
    }

    /// <summary>Address by address: what one has too much does not make up for what another lacks.</summary>
    private async Task<(int Addresses, CustodyPlace Deposits)> ReadDepositsAsync(long booked, ChainCursor? cursor, CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        var (count, found, moving, missing, after) = (0, 0L, 0L, 0L, -1);
        while (true)
        {
            var page = await db.Set<WatchedAddress>()
                .Where(row => row.Network == name && row.Balance > 0 && row.AddressIndex > after)
                .OrderBy(row => row.AddressIndex)
                .Take(PageSize)
                .Select(row => new
                {
                    row.AddressIndex,
                    row.Address,
                    row.Balance,
                    IsMoving = db.Set<Sweep>().Any(sweep => sweep.Network == name && sweep.Source == row.AddressIndex && sweep.State < SweepState.Settled),
                })
                .ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                return (count, new CustodyPlace(booked, found, moving, missing));
            }

            var reading = await ReadSolidAsync([.. page.Select(row => row.Address)], cursor, cancellationToken);
            foreach (var (row, has) in page.Zip(reading.Balances))
            {
                found = checked(found + has);
                moving += row.IsMoving ? row.Balance : 0;
                missing += row.IsMoving ? 0 : Math.Max(0, row.Balance - has);
            }

            count += page.Count;
            after = page[^1].AddressIndex;
        }
    }
}

/// <summary>The chain can not be compared with the books now.</summary>
/// <param name="message">Why.</param>
/// <param name="inner">What the network threw.</param>
internal sealed class CustodyUnreadException(string message, Exception? inner = null) : Exception(message, inner);
