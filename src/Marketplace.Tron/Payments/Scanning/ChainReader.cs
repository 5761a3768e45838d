using Marketplace.Tron.Payments.Keys;
using Marketplace.Tron.Payments.Paying;
using Marketplace.Wallets;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tron.Payments.Scanning;

/// <summary>
/// Reads blocks once, whatever the number of addresses. Solid blocks come contiguous and linked to the cursor; of the blocks above, only new
/// ones are fetched, and all are dropped when a fork shows.
/// </summary>
internal sealed class ChainReader(TronNodes nodes, TronWallet wallet, CustodyReader custody, ILogger<ChainReader> logger)
{
    // Full mainnet blocks are about 420 KB of JSON each: a batch stays well below the client's limit and commits often.
    private const int Batch = 20;
    private readonly List<SeenBlock> above = [];

    public async Task<NetworkReading> ReadAsync(BlockCursor? after, AddressSet watched, CancellationToken cancellationToken)
    {
        if (after is null)
        {
            return await BeginAsync(cancellationToken);
        }

        var node = await nodes.AnyAsync(cancellationToken);
        var newest = Require(await node.GetNewestBlockAsync(TronView.Solid, cancellationToken), "the newest solid block");
        if (newest.Number < after.Number)
        {
            throw new TronUnavailableException($"The node lags: its solid block is {newest.Number}, ours is {after.Number}.");
        }

        var blocks = await ReadSolidAsync(node, after, newest, cancellationToken);
        var solid = blocks.SelectMany(block => Scan(block, watched)).ToArray();
        var last = blocks.Count == 0 ? after : new BlockCursor(blocks[^1].Number, blocks[^1].Id);
        if (solid.Length > 0)
        {
            await CompareWithAnotherNodeAsync(last, cancellationToken);
        }

        var more = last.Number < newest.Number;
        return new NetworkReading(last, solid, more ? [] : await ReadAboveAsync(node, last, watched, cancellationToken), more);
    }

    /// <summary>What the house has already, so that the books begin with it.</summary>
    private async Task<NetworkReading> BeginAsync(CancellationToken cancellationToken)
    {
        TronAddress[] house = wallet.Cold is { } cold ? [wallet.Hot, cold] : [wallet.Hot];
        var opening = await custody.ReadAsync(house, cancellationToken);
        var transfers = house.Zip(opening.Balances)
            .Where(found => found.Second > 0)
            .Select(found => new IncomingTransfer($"opening:{found.First}", 0, found.First.ToString(), found.Second, opening.Block.Number));
        return new NetworkReading(opening.Block, [.. transfers], [], More: false);
    }

    private static async Task<IReadOnlyList<TronBlock>> ReadSolidAsync(
        TronNodeClient node, BlockCursor after, TronBlock newest, CancellationToken cancellationToken)
    {
        // The cursor's own block is read again: its id is what shows that this is still the chain whose deposits were credited.
        var end = Math.Min(newest.Number, after.Number + Batch) + 1;
        var range = Require(await node.GetBlocksAsync(after.Number, end, TronView.Solid, cancellationToken), "solid blocks");
        if (range.Count == 0)
        {
            throw new TronUnavailableException($"The node has no block {after.Number} yet, although it says that {newest.Number} is solid.");
        }

        return range[0].Id == after.Id
            ? [.. range.Skip(1)]
            : throw new ImpossibleForkException($"Block {after.Number} was {after.Id} and solid; the node now shows {range[0].Id}.");
    }

    private async Task<IReadOnlyList<IncomingTransfer>> ReadAboveAsync(
        TronNodeClient node, BlockCursor solid, AddressSet watched, CancellationToken cancellationToken)
    {
        above.RemoveAll(block => block.Number <= solid.Number);
        if (above is [{ } first, ..] && first.ParentId != solid.Id)
        {
            above.Clear();
        }

        var head = Require(await node.GetNewestBlockAsync(TronView.Head, cancellationToken), "the newest block");
        await ExtendAsync(node, above is [.., { } top] ? new BlockCursor(top.Number, top.Id) : solid, head, watched, cancellationToken);
        return [.. above.SelectMany(block => block.Transfers)];
    }

    private async Task ExtendAsync(
        TronNodeClient node, BlockCursor from, TronBlock head, AddressSet watched, CancellationToken cancellationToken)
    {
        if (head.Number == from.Number && head.Id == from.Id)
        {
            return;
        }

        if (head.Number > from.Number)
        {
            var end = Math.Min(head.Number + 1, from.Number + 1 + TronNodeClient.MaxBlockRange);
            var blocks = Require(await node.GetBlocksAsync(from.Number + 1, end, TronView.Head, cancellationToken), "blocks above the solid one");
            if (blocks.Count == 0 || blocks[0].ParentId == from.Id)
            {
                above.AddRange(blocks.Select(block => new SeenBlock(block.Number, block.Id, block.ParentId, Scan(block, watched))));
                return;
            }
        }

        // Blocks we saw are gone, or another node answers now. What is above the solid block is read anew at the next look.
        above.Clear();
        throw new TronUnavailableException($"The chain forked at or below block {from.Number}; reading again.");
    }

    private List<IncomingTransfer> Scan(TronBlock block, AddressSet watched)
    {
        var scan = TransferScan.Trx(block, address => watched.Contains(address) || wallet.IsHouse(address));
        foreach (var alarm in scan.Alarms)
        {
            logger.LogError("ALARM: transaction {TransactionId} of block {Block} is not counted: {Reason}", alarm.TransactionId, block.Number, alarm.Reason);
        }

        // Whoever went on would never come back to this block, and its deposit would be lost.
        if (scan.Alarms.FirstOrDefault(alarm => alarm.NodeIsUntrue) is { } untrue)
        {
            throw new TronUnavailableException($"Block {block.Number} is read again, perhaps from another node: {untrue.Reason}");
        }

        // What we send ourselves, to or between our own addresses, is nobody's deposit. What the operator sends from cold to hot we do not know otherwise.
        return [.. scan.Transfers
            .Where(found => (found.From == wallet.Cold && found.To == wallet.Hot) || !(wallet.IsHouse(found.From) || watched.Contains(found.From)))
            .Select(found => new IncomingTransfer(found.TransactionId, found.Index, found.To.ToString(), (long)found.Amount, block.Number)
            {
                FromCold = found.From == wallet.Cold,
            })];
    }

    /// <summary>A node could make up blocks that link to a true one. It can not make another node have them.</summary>
    private async Task CompareWithAnotherNodeAsync(BlockCursor block, CancellationToken cancellationToken)
    {
        var each = await nodes.EachAsync(cancellationToken);
        if (each.Count < 2)
        {
            return;
        }

        foreach (var node in each)
        {
            var same = await node.GetBlockAsync(block.Number, TronView.Solid, cancellationToken);
            if (same.IsSuccess && same.Value.Id != block.Id)
            {
                throw new ImpossibleForkException(
                    $"Solid block {block.Number} is {block.Id} on one node and {same.Value.Id} on {node.Endpoints[0].Address}.");
            }
        }
    }

    private static T Require<T>(TronResult<T> result, string what) =>
        result.IsSuccess ? result.Value : throw new TronUnavailableException($"Could not read {what}: {result.Error}");

    private sealed record SeenBlock(long Number, string Id, string ParentId, IReadOnlyList<IncomingTransfer> Transfers);
}
