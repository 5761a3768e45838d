using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>Which movement is due.</summary>
/// <param name="Source">The deposit address's number, or <see cref="Sweep.FromHot"/>.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Amount">How much, in the smallest unit; null for all there is.</param>
internal sealed record DueSweep(int Source, string Destination, long? Amount);

/// <summary>Finds what is worth moving between the house's own addresses.</summary>
internal sealed class SweepPlan(MarketplaceDbContext db, ISender sender, IPaymentNetwork network, TimeProvider time, IOptions<WalletsOptions> options)
{
    public Task<List<Sweep>> FindLiveAsync(CancellationToken cancellationToken) => db.Set<Sweep>()
        .AsNoTracking()
        .Where(row => row.Network == network.Info.Name && row.State < SweepState.Settled)
        .OrderBy(row => row.Id)
        .ToListAsync(cancellationToken);

    /// <summary>Deposit addresses with enough on them, the fullest first. One whose sweep was refused on the chain rests.</summary>
    public async Task<IReadOnlyList<DueSweep>> FindFullAsync(string hot, int most, IReadOnlyCollection<int> passedOver, CancellationToken cancellationToken)
    {
        var (name, threshold) = (network.Info.Name, options.Value.SweepThreshold.Value);
        var restedSince = time.GetUtcNow() - options.Value.SweepRest;
        var full = await db.Set<WatchedAddress>()
            .Where(address => address.Network == name && address.Balance >= threshold && !passedOver.Contains(address.AddressIndex))
            .Where(address => !db.Set<Sweep>().Any(sweep => sweep.Network == name
                && sweep.Source == address.AddressIndex
                && (sweep.State < SweepState.Settled || (sweep.State == SweepState.Failed && sweep.ChangedAt > restedSince))))
            .OrderByDescending(address => address.Balance)
            .ThenBy(address => address.AddressIndex)
            .Select(address => address.AddressIndex)
            .Take(most)
            .ToListAsync(cancellationToken);
        return [.. full.Select(index => new DueSweep(index, hot, null))];
    }

    /// <summary>What the hot wallet has too much of, after all withdrawals that may still be paid out of it.</summary>
    public async Task<DueSweep?> FindSurplusAsync(string cold, CancellationToken cancellationToken)
    {
        var (name, rules) = (network.Info.Name, options.Value);
        var restedSince = time.GetUtcNow() - rules.SweepRest;
        if (await db.Set<Sweep>().AnyAsync(
            row => row.Network == name && row.Source == Sweep.FromHot && (row.State < SweepState.Settled || (row.State == SweepState.Failed && row.ChangedAt > restedSince)),
            cancellationToken))
        {
            return null;
        }

        var promised = await db.Set<Withdrawal>()
            .Where(row => row.Network == name && row.State < WithdrawalState.Settled)
            .Select(row => row.Amount)
            .ToListAsync(cancellationToken);
        // After the promises: one that is settled in between is missing in both, and the surplus too small rather than too large.
        var books = await sender.Send(new GetBalances([LedgerAccount.HotCustody], network.Info.Asset.Code), cancellationToken);
        var free = checked(-books[0].Amount - promised.Sum(amount => amount.Value));
        return free > rules.HotCeiling.Value ? new DueSweep(Sweep.FromHot, cold, free - rules.HotTarget.Value) : null;
    }
}
