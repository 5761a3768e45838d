using Marketplace.Tron.Payments.Keys;
using Marketplace.Tron.Payments.Paying;
using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Scanning;

/// <summary>
/// Reads every block once, whatever the number of addresses. Solid blocks come contiguous and linked to the cursor; of the blocks above, only new
/// ones are fetched, and all are dropped when a fork shows.
/// </summary>
internal sealed class ChainReader(TronNodes nodes, TronWallet wallet, CustodyReader custody, BlockScanner scanner)
{
    // Full mainnet blocks are about 420 KB of JSON each: a batch stays well below the client's limit and commits often.
    private const int Batch = 20;

    // So many looks without a new solid block are five blocks' time: the node stands still, or the chain does.
    private const int LooksBeforeAskingOthers = 5;
    private readonly List<SeenBlock> above = [];
    private int looksWithoutBlock;

    public async Task<NetworkReading> ReadAsync(BlockCursor? after, AddressSet watched, CancellationToken cancellationToken)
    {
        if (after is null)
        {
            return await BeginAsync(cancellationToken);
        }

        var (node, newest) = await FindNodeAsync(after, cancellationToken);
        var blocks = await ReadSolidAsync(node, after, newest, cancellationToken);
        var solid = await ScanAsync(node, blocks, TronView.Solid, watched, cancellationToken);
        if (solid.Count > 0)
        {
            await CompareWithOthersAsync(blocks, solid, watched, cancellationToken);
        }

        var last = blocks.Count == 0 ? after : new BlockCursor(blocks[^1].Number, blocks[^1].Id);
        if (last.Number < newest.Number)
        {
            return new NetworkReading(last, solid, [], More: true);
        }

        try
        {
            var unconfirmed = await ReadAboveAsync(node, last, watched, cancellationToken);
            return new NetworkReading(last, solid, unconfirmed, More: false) { Head = above is [.., var top] ? top.Number : last.Number };
        }
        catch (TronUnavailableException) when (blocks.Count > 0)
        {
            // What is solid must not wait for what is not. What was seen above is looked for again at once.
            return new NetworkReading(last, solid, [], More: true);
        }
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

    /// <summary>A node that is not behind the cursor. Where it lags or stands still, the one that is furthest: nodes differ by some blocks, and that is no error.</summary>
    private async Task<(TronNodeClient Node, TronBlockHeader Newest)> FindNodeAsync(BlockCursor after, CancellationToken cancellationToken)
    {
        var node = await nodes.AnyAsync(cancellationToken);
        var answer = await node.GetNewestHeaderAsync(TronView.Solid, cancellationToken);
        looksWithoutBlock = answer.IsSuccess && answer.Value.Number > after.Number ? 0 : looksWithoutBlock + 1;
        if (!answer.IsSuccess || answer.Value.Number < after.Number || looksWithoutBlock > LooksBeforeAskingOthers)
        {
            foreach (var other in await nodes.EachAsync(cancellationToken))
            {
                var its = await other.GetNewestHeaderAsync(TronView.Solid, cancellationToken);
                if (its.IsSuccess && (!answer.IsSuccess || its.Value.Number > answer.Value.Number))
                {
                    (node, answer) = (other, its);
                }
            }
        }

        var newest = Require(answer, "the newest solid block");
        return newest.Number >= after.Number
            ? (node, newest)
            : throw new TronUnavailableException($"The nodes lag: the newest solid block is {newest.Number}, ours is {after.Number}.");
    }

    private static async Task<IReadOnlyList<TronBlock>> ReadSolidAsync(
        TronNodeClient node, BlockCursor after, TronBlockHeader newest, CancellationToken cancellationToken)
    {
        if (newest.Number == after.Number)
        {
            return newest.Id == after.Id
                ? []
                : throw new ImpossibleForkException($"Block {after.Number} was {after.Id} and solid; the node now shows {newest.Id}.");
        }

        var end = Math.Min(newest.Number, after.Number + Batch) + 1;
        var blocks = Require(await node.GetBlocksAsync(after.Number + 1, end, TronView.Solid, cancellationToken), "solid blocks");
        if (blocks.Count == 0)
        {
            throw new TronUnavailableException($"The node has no block {after.Number + 1} yet, although it says that {newest.Number} is solid.");
        }

        // The client has checked that they are linked to each other.
        return blocks[0].ParentId == after.Id
            ? blocks
            : throw new ImpossibleForkException($"Block {after.Number} was {after.Id} and solid; the node now shows {blocks[0].ParentId}.");
    }

    private async Task<IReadOnlyList<IncomingTransfer>> ScanAsync(
        TronNodeClient node, IReadOnlyList<TronBlock> blocks, TronView view, AddressSet watched, CancellationToken cancellationToken)
    {
        var found = new List<IncomingTransfer>();
        foreach (var block in blocks)
        {
            found.AddRange(scanner.Scan(block, await ReadReceiptsAsync(node, block, view, cancellationToken), watched));
        }

        return found;
    }

    /// <summary>A short or foreign list is "not yet", never "no events".</summary>
    private async Task<IReadOnlyList<TronTransactionInfo>> ReadReceiptsAsync(
        TronNodeClient node, TronBlock block, TronView view, CancellationToken cancellationToken)
    {
        if (!scanner.NeedsReceipts(block))
        {
            return [];
        }

        var receipts = Require(await node.GetTransactionInfosAsync(block.Number, view, cancellationToken), $"the receipts of block {block.Number}");
        return TransferScan.Match(block, receipts)
            ? receipts
            : throw new TronUnavailableException(
                $"Block {block.Number} has {block.Transactions.Count} transactions, and the node shows {receipts.Count} receipts, not all of them theirs.");
    }

    private async Task<IReadOnlyList<IncomingTransfer>> ReadAboveAsync(
        TronNodeClient node, BlockCursor solid, AddressSet watched, CancellationToken cancellationToken)
    {
        above.RemoveAll(block => block.Number <= solid.Number);
        if (above is [{ } first, ..] && first.ParentId != solid.Id)
        {
            above.Clear();
        }

        var head = Require(await node.GetNewestHeaderAsync(TronView.Head, cancellationToken), "the newest block");
        await ExtendAsync(node, above is [.., { } top] ? new BlockCursor(top.Number, top.Id) : solid, head, watched, cancellationToken);
        return [.. above.SelectMany(block => block.Transfers)];
    }

    private async Task ExtendAsync(
        TronNodeClient node, BlockCursor from, TronBlockHeader head, AddressSet watched, CancellationToken cancellationToken)
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
                foreach (var block in blocks)
                {
                    var transfers = await ScanAsync(node, [block], TronView.Head, watched, cancellationToken);
                    above.Add(new SeenBlock(block.Number, block.Id, block.ParentId, transfers));
                }

                return;
            }
        }

        // Blocks we saw are gone, or another node answers now. What is above the solid block is read anew at the next look.
        above.Clear();
        throw new TronUnavailableException($"The chain forked at or below block {from.Number}; reading again.");
    }

    /// <summary>
    /// A node could make up blocks that link to a true one, transactions within a true block, or receipts, for nothing binds them to the block's id. It can
    /// not make another node show them.
    /// </summary>
    private async Task CompareWithOthersAsync(
        IReadOnlyList<TronBlock> blocks, IReadOnlyList<IncomingTransfer> found, AddressSet watched, CancellationToken cancellationToken)
    {
        var each = await nodes.EachAsync(cancellationToken);
        var paying = blocks.Where(block => found.Any(transfer => transfer.BlockNumber == block.Number)).Select(block => block.Number).ToArray();
        foreach (var node in each.Count < 2 ? [] : each)
        {
            var same = await node.GetBlocksAsync(paying[0], blocks[^1].Number + 1, TronView.Solid, cancellationToken);
            if (same.Code == TronErrorCodes.Inconsistent)
            {
                throw new TronUnavailableException($"{node.Endpoints[0].Address} contradicts itself over blocks that pay us; nothing is credited on one node's word. {same.Error}");
            }

            if (!same.IsSuccess || same.Value.Count == 0 || same.Value[^1].Number < blocks[^1].Number)
            {
                // It lags, or is away: no word against it.
                continue;
            }

            if (same.Value[^1].Id != blocks[^1].Id)
            {
                throw new ImpossibleForkException(
                    $"Solid block {blocks[^1].Number} is {blocks[^1].Id} on one node and {same.Value[^1].Id} on {node.Endpoints[0].Address}.");
            }

            var its = await TryScanAsync(node, [.. same.Value.Where(block => paying.Contains(block.Number))], watched, cancellationToken);
            if (its is not null && !its.SequenceEqual(found))
            {
                throw new ImpossibleForkException(
                    $"Nodes do not agree on what solid blocks {paying[0]} to {blocks[^1].Number} pay us: {found.Count} transfers, {its.Count} on {node.Endpoints[0].Address}.");
            }
        }
    }

    private async Task<IReadOnlyList<IncomingTransfer>?> TryScanAsync(
        TronNodeClient node, IReadOnlyList<TronBlock> blocks, AddressSet watched, CancellationToken cancellationToken)
    {
        try
        {
            return await ScanAsync(node, blocks, TronView.Solid, watched, cancellationToken);
        }
        catch (TronUnavailableException)
        {
            return null;
        }
    }

    private static T Require<T>(TronResult<T> result, string what) =>
        result.IsSuccess ? result.Value : throw new TronUnavailableException($"Could not read {what}: {result.Error}");

    private sealed record SeenBlock(long Number, string Id, string ParentId, IReadOnlyList<IncomingTransfer> Transfers);
}
