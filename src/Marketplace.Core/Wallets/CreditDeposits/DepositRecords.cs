using System.Globalization;
using System.Runtime.CompilerServices;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>The rows that one reading of the chain touches, and what becomes of each. It belongs to one command.</summary>
internal sealed class DepositRecords(
    MarketplaceDbContext db, Statements statements, IPaymentNetwork network, TimeProvider time, IOptions<WalletsOptions> options)
{
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

        if (deposit.State is DepositState.Credited or DepositState.Ignored)
        {
            return null;
        }

        deposit.BlockNumber = transfer.BlockNumber;
        deposit.State = DepositState.Ignored;
        return deposit;
    }

    /// <summary>Takes a transfer in a block that may vanish.</summary>
    /// <returns>Its deposit where its owner should hear of it.</returns>
    public Deposit? See(IncomingTransfer transfer)
    {
        var deposit = FindOrAdd(transfer, DepositState.Seen, out var added);
        if (deposit.State is DepositState.Seen or DepositState.Orphaned)
        {
            deposit.State = DepositState.Seen;
            deposit.BlockNumber = transfer.BlockNumber;
        }

        return added && deposit.Amount >= MinimumOf(deposit.Asset) ? deposit : null;
    }

    public void OrphanVanished(IReadOnlyList<IncomingTransfer> unconfirmed)
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

    /// <summary>Credits what reaches the minimum by itself, or with the dust that came to the same address before.</summary>
    /// <returns>The deposits that are credited now.</returns>
    public async Task<IReadOnlyList<Deposit>> CreditAsync(IReadOnlyList<Deposit> arrived, CancellationToken cancellationToken)
    {
        var credited = arrived.Where(deposit => deposit.Amount >= MinimumOf(deposit.Asset)).ToList();
        foreach (var dust in arrived.Except(credited).GroupBy(deposit => (deposit.AccountId, deposit.Address, deposit.Asset)).ToArray())
        {
            var (owner, address, asset) = dust.Key;
            await RememberAsync(
                db.Set<Deposit>().Where(row => row.AccountId == owner && row.State == DepositState.Ignored && row.Address == address && row.Asset == asset),
                cancellationToken);
            var together = known.Values
                .Where(deposit => deposit.State == DepositState.Ignored && (deposit.AccountId, deposit.Address, deposit.Asset) == dust.Key && !credited.Contains(deposit))
                .ToArray();
            if (together.Sum(deposit => deposit.Amount) >= MinimumOf(asset))
            {
                credited.AddRange(together);
            }
        }

        var now = time.GetUtcNow();
        foreach (var deposit in credited)
        {
            (deposit.State, deposit.CreditedAt) = (DepositState.Credited, now);
        }

        return credited;
    }

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
