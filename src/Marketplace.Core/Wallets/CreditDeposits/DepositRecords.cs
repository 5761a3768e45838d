using System.Globalization;
using System.Runtime.CompilerServices;
using Marketplace.Accounts;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>The rows that one reading of the chain touches, and what becomes of each. It belongs to one command.</summary>
internal sealed class DepositRecords(
    MarketplaceDbContext db, Statements statements, IUnitOfWork unit, IPaymentNetwork network, TimeProvider time, IOptions<WalletsOptions> options)
{
    /// <summary>What is less than this part of the minimum is kept in silence.</summary>
    private const int Grain = 100;

    private const int InOneStatement = 200;
    private readonly Dictionary<string, WatchedAddress> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<(string TransactionId, int OutputIndex), Deposit> known = [];

    public async Task LoadAsync(string name, IReadOnlyList<IncomingTransfer> transfers, CancellationToken cancellationToken)
    {
        await RememberAsync(db.Set<Deposit>().Where(deposit => deposit.Network == name && deposit.State == DepositState.Seen), cancellationToken);
        foreach (var chunk in transfers.Chunk(InOneStatement))
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
            await RememberAsync(db.Set<Deposit>().Where(row => row.Network == name && transactions.Contains(row.TransactionId)), cancellationToken);
        }
    }

    /// <summary>Takes a transfer in a solid block.</summary>
    /// <returns>Its deposit where it is there for good since now; null where it was before.</returns>
    public Deposit? Confirm(IncomingTransfer transfer)
    {
        var deposit = FindOrAdd(transfer, DepositState.Orphaned, out _);
        if (deposit.Amount != transfer.Amount || deposit.Address != transfer.Address || deposit.Asset != transfer.Asset)
        {
            throw new ImpossibleForkException(
                $"Output {transfer.TransactionId}:{transfer.OutputIndex} pays {transfer.Amount} {transfer.Asset} to {transfer.Address}; it was recorded as {deposit.Amount} {deposit.Asset} to {deposit.Address}.");
        }

        if (deposit.State is DepositState.Credited or DepositState.BelowMinimum)
        {
            return null;
        }

        deposit.BlockNumber = transfer.BlockNumber;
        deposit.State = DepositState.BelowMinimum;
        return deposit;
    }

    /// <summary>Takes a transfer in a block that may vanish.</summary>
    /// <returns>Its deposit where its owner should hear of it.</returns>
    public Deposit? See(IncomingTransfer transfer)
    {
        var deposit = FindOrAdd(transfer, DepositState.Seen, out var isNew);
        if (deposit.State is DepositState.Credited or DepositState.BelowMinimum)
        {
            return null;
        }

        // What a fork dropped was taken back in words: where it comes back, that is told again.
        isNew |= deposit.State == DepositState.Orphaned;
        (deposit.State, deposit.BlockNumber) = (DepositState.Seen, transfer.BlockNumber);
        return isNew && IsToldAtSight(deposit) ? deposit : null;
    }

    /// <summary>Takes back what stands in no block any more.</summary>
    /// <param name="unconfirmed">All that stands in blocks that may vanish.</param>
    /// <param name="head">The newest block that was looked at: a node that is behind does not know what stands above it.</param>
    /// <returns>Those whose owners heard of them.</returns>
    public IReadOnlyList<Deposit> OrphanVanished(IReadOnlyList<IncomingTransfer> unconfirmed, long head)
    {
        var present = unconfirmed.Select(transfer => (transfer.TransactionId, transfer.OutputIndex)).ToHashSet();
        var vanished = known
            .Where(entry => entry.Value.State == DepositState.Seen && entry.Value.BlockNumber <= head && !present.Contains(entry.Key))
            .Select(entry => entry.Value)
            .ToArray();
        foreach (var deposit in vanished)
        {
            deposit.State = DepositState.Orphaned;
        }

        return [.. vanished.Where(IsToldAtSight)];
    }

    /// <summary>What stands on the addresses now. Added, not written: the sweeper takes from it at the same time.</summary>
    public async Task AddToBalancesAsync(IReadOnlyList<Deposit> arrived, CancellationToken cancellationToken)
    {
        var sums = arrived
            .Where(deposit => deposit.Asset == network.Info.Asset.Code)
            .GroupBy(deposit => deposit.Address, StringComparer.Ordinal)
            .Select(group => (Index: owners[group.Key].AddressIndex, Sum: group.Sum(deposit => deposit.Amount)));
        foreach (var chunk in sums.OrderBy(row => row.Index).Chunk(InOneStatement))
        {
            var holes = string.Join(", ", Enumerable.Range(0, chunk.Length).Select(row => string.Create(CultureInfo.InvariantCulture, $"({{{(2 * row) + 1}}}, {{{(2 * row) + 2}}})")));
            await statements.ExecuteAsync(
                FormattableStringFactory.Create(
                    $"UPDATE wallets_addresses SET balance = balance + v.column2 FROM (VALUES {holes}) AS v WHERE network = {{0}} AND address_index = v.column1",
                    [network.Info.Name, .. chunk.SelectMany(row => new object[] { row.Index, row.Sum })]),
                cancellationToken);
        }
    }

    /// <summary>Credits what reaches the minimum by itself, or with all that came to the same address before and was too little.</summary>
    /// <returns>What is credited now.</returns>
    public async Task<IReadOnlyList<DepositCredit>> CreditAsync(IReadOnlyList<Deposit> arrived, CancellationToken cancellationToken)
    {
        var people = arrived.Select(deposit => deposit.AccountId).Distinct().ToArray();
        foreach (var chunk in people.Chunk(InOneStatement))
        {
            await RememberAsync(
                db.Set<Deposit>().Where(row => chunk.Contains(row.AccountId) && row.State == DepositState.BelowMinimum), cancellationToken);
        }

        var (credits, now) = (new List<DepositCredit>(), time.GetUtcNow());
        var waiting = known.Values.Where(deposit => deposit.State == DepositState.BelowMinimum).ToLookup(Purse);
        foreach (var purse in arrived.GroupBy(Purse))
        {
            var together = waiting[purse.Key].ToArray();
            var (sum, minimum) = (together.Sum(deposit => deposit.Amount), MinimumOf(purse.Key.Asset));
            if (sum < minimum)
            {
                TellThatItWaits([.. purse], sum, minimum);
                continue;
            }

            // One of them speaks for the dust: the last that came, of those that needed no help where there is one.
            var speaker = purse.LastOrDefault(deposit => deposit.Amount >= minimum) ?? purse.Last();
            var carried = together.Where(deposit => deposit != speaker && deposit.Amount < minimum).ToHashSet();
            foreach (var deposit in together)
            {
                (deposit.State, deposit.CreditedAt) = (DepositState.Credited, now);
                credits.Add(new DepositCredit(
                    deposit, deposit == speaker ? carried.Sum(dust => dust.Amount) : 0, carried.Contains(deposit)));
            }
        }

        return credits;
    }

    private static (AccountId AccountId, string Address, string Asset) Purse(Deposit deposit) => (deposit.AccountId, deposit.Address, deposit.Asset);

    private void TellThatItWaits(IReadOnlyList<Deposit> came, long together, long minimum)
    {
        var (last, amount) = (came[^1], came.Sum(deposit => deposit.Amount));
        if (amount >= minimum / Grain)
        {
            unit.Publish(new DepositBelowMinimum(last.AccountId, amount, together, minimum, last.TransactionId, last.Target) { Asset = last.Asset });
        }
    }

    private bool IsToldAtSight(Deposit deposit) => deposit.Amount >= MinimumOf(deposit.Asset);

    private long MinimumOf(string asset) =>
        network.Info.Tokens.FirstOrDefault(token => token.Asset.Code == asset)?.MinimumDeposit ?? options.Value.MinimumDeposit.Value;

    private async Task RememberAsync(IQueryable<Deposit> rows, CancellationToken cancellationToken)
    {
        await foreach (var deposit in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            known[(deposit.TransactionId, deposit.OutputIndex)] = deposit;
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
            // Campaigns are paid in the network's own asset: a token could not be spent there.
            Target = transfer.Asset == network.Info.Asset.Code ? owner.Target : DepositTarget.Earn,
            Address = transfer.Address,
            Asset = transfer.Asset,
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
