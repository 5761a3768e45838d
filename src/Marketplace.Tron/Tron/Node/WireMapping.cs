using System.Globalization;
using System.Text;

namespace Marketplace.Tron;

/// <summary>Turns the node's JSON into this library's types, and refuses what contradicts itself.</summary>
internal static class WireMapping
{
    private const int IdDigits = 64;
    private const int NumberDigits = 16;

    /// <summary>The header alone: what transactions there are is not looked at.</summary>
    internal static TronResult<TronBlockHeader> ToHeader(WireBlock wire)
    {
        if (wire.BlockId is null && wire.Header is null)
        {
            return new TronError(TronErrorCodes.NotFound, "The node does not know that block.");
        }

        if (wire.Header?.Data is not { } data || !Hex.IsHash(wire.BlockId) || !Hex.IsHash(data.ParentHash))
        {
            return new TronError(TronErrorCodes.BadResponse, "A block without id, number or parent.");
        }

        // The first eight bytes of a block id are its number.
        if (!StartsWith(wire.BlockId, data.Number) || (data.Number > 0 && !StartsWith(data.ParentHash, data.Number - 1)))
        {
            return new TronError(TronErrorCodes.Inconsistent, $"The id or the parent of block {data.Number} carries another number.");
        }

        return new TronBlockHeader(data.Number, Lower(wire.BlockId), Lower(data.ParentHash), data.Timestamp);
    }

    internal static TronResult<TronBlock> ToBlock(WireBlock wire)
    {
        var header = ToHeader(wire);
        if (!header.IsSuccess)
        {
            return header.Error;
        }

        // The root over no transactions is all zeros (java-tron, BlockCapsule.calcMerkleRoot).
        var transactions = new TronBlockTransaction[wire.Transactions?.Count ?? 0];
        if (transactions.Length == 0 && wire.Header?.Data?.TransactionRoot is { } root && root.AsSpan().ContainsAnyExcept('0'))
        {
            return new TronError(TronErrorCodes.Inconsistent, $"Block {header.Value.Number} has transactions, and the node left them out.");
        }

        for (var i = 0; i < transactions.Length; i++)
        {
            var transaction = ToTransaction(wire.Transactions![i]);
            if (!transaction.IsSuccess)
            {
                return transaction.Error;
            }

            transactions[i] = transaction.Value;
        }

        var (number, id, parent, time) = header.Value;
        return new TronBlock(number, id, parent, time, transactions);
    }

    internal static TronResult<IReadOnlyList<TronBlock>> ToBlocks(WireBlocks wire, long start, long end)
    {
        var blocks = new List<TronBlock>(wire.Blocks?.Count ?? 0);
        foreach (var item in wire.Blocks ?? [])
        {
            var block = ToBlock(item);
            if (!block.IsSuccess)
            {
                return block.Error;
            }

            blocks.Add(block.Value);
        }

        // Nodes do not promise an order. A range that ends early means "not yet"; one with a hole or strangers in it is a lie.
        blocks.Sort((left, right) => left.Number.CompareTo(right.Number));
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Number != start + i || blocks[i].Number >= end || (i > 0 && blocks[i].ParentId != blocks[i - 1].Id))
            {
                return new TronError(TronErrorCodes.Inconsistent, $"Blocks {start} to {end} came with a gap, a stranger or a broken link.");
            }
        }

        return blocks;
    }

    internal static TronResult<TronBlockTransaction> ToTransaction(WireTransaction wire)
    {
        if (wire.TxId is null && wire.RawData is null)
        {
            return new TronError(TronErrorCodes.NotFound, "The node does not know that transaction.");
        }

        if (!Hex.IsHash(wire.TxId) || wire.RawData is not { Length: > 0 })
        {
            return new TronError(TronErrorCodes.BadResponse, "A transaction without id or bytes.");
        }

        var result = wire.Ret is [{ } first, ..] ? first.ContractRet : null;
        return new TronBlockTransaction(Lower(wire.TxId), wire.RawData, result, wire.Signatures ?? []);
    }

    internal static TronResult<TronTransactionInfo> ToInfo(WireInfo wire)
    {
        if (wire.Id is null)
        {
            return new TronError(TronErrorCodes.NotFound, "The node knows no receipt of that transaction.");
        }

        if (!Hex.IsHash(wire.Id))
        {
            return new TronError(TronErrorCodes.BadResponse, "A receipt without a transaction id.");
        }

        return new TronTransactionInfo
        {
            Id = Lower(wire.Id),
            BlockNumber = wire.BlockNumber,
            BlockTimestampMs = wire.BlockTimestamp,
            FeeSun = wire.Fee,
            Succeeded = wire.Result is null or "SUCESS" or "SUCCESS",
            ContractResult = wire.Receipt?.Result,
            Message = DecodeText(wire.Message),
            EnergyUsed = wire.Receipt?.EnergyTotal ?? 0,
            EnergyFeeSun = wire.Receipt?.EnergyFee ?? 0,
            NetUsage = wire.Receipt?.NetUsage ?? 0,
            NetFeeSun = wire.Receipt?.NetFee ?? 0,
            Logs = wire.Logs?.ConvertAll(log => new TronEventLog(log.Address ?? "", log.Topics ?? [], log.Data ?? "")) ?? [],
            InternalTransfers = ToInternals(wire.Internals ?? []),
        };
    }

    internal static TronResult<IReadOnlyList<TronTransactionInfo>> ToInfos(List<WireInfo> wire, long blockNumber)
    {
        var infos = new List<TronTransactionInfo>(wire.Count);
        foreach (var item in wire)
        {
            var info = ToInfo(item);
            if (!info.IsSuccess || info.Value.BlockNumber != blockNumber)
            {
                return new TronError(TronErrorCodes.Inconsistent, $"Among the receipts of block {blockNumber} is one of another, or of none.");
            }

            infos.Add(info.Value);
        }

        return infos;
    }

    internal static TronResult<TronCallResult> ToCall(WireCall wire)
    {
        if (wire.Result is not { Result: true } result)
        {
            return new TronError(TronErrorCodes.NodeError, $"{wire.Result?.Code} {DecodeText(wire.Result?.Message)}".Trim());
        }

        var output = wire.Constants is [{ } first, ..] && Hex.TryDecode(first, out var bytes) ? bytes : [];
        return new TronCallResult(output, wire.EnergyUsed, DecodeText(result.Message));
    }

    internal static BroadcastOutcome ToOutcome(TronResult<WireBroadcast> answer, string id, Uri endpoint)
    {
        if (!answer.IsSuccess)
        {
            var advice = answer.Code is TronErrorCodes.Unreachable or TronErrorCodes.RateLimited ? BroadcastAdvice.SendAgain : BroadcastAdvice.Unknown;
            return new BroadcastOutcome(advice, answer.Code, answer.Error.Message, endpoint);
        }

        var wire = answer.Value;
        // The code is absent on success and result on failure: protobuf's JSON leaves out what is zero.
        var code = wire.Code ?? (wire.Result ? "SUCCESS" : "");
        var taken = BroadcastOutcome.AdviceFor(code);
        if (taken == BroadcastAdvice.Accepted && (!wire.Result || (wire.TxId is not null && !wire.TxId.Equals(id, StringComparison.OrdinalIgnoreCase))))
        {
            return new BroadcastOutcome(BroadcastAdvice.Unknown, code, $"The node answered for {wire.TxId}.", endpoint);
        }

        return new BroadcastOutcome(taken, code, DecodeText(wire.Message), endpoint);
    }

    internal static TronAccount ToAccount(TronAddress address, WireAccount wire)
    {
        var keys = new List<TronPermissionKey>();
        if (wire.Owner is not null)
        {
            AddKeys(keys, wire.Owner, 0);
        }

        foreach (var permission in wire.Active ?? [])
        {
            AddKeys(keys, permission, permission.Id);
        }

        return new TronAccount(address, wire.Address is not null, wire.Balance, wire.Type == "Contract", keys);
    }

    internal static TronChainParameters ToParameters(WireParameters wire)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var parameter in wire.Parameters ?? [])
        {
            values[parameter.Key ?? ""] = parameter.Value;
        }

        return new TronChainParameters(values);
    }

    /// <summary>Messages are the hexadecimal of UTF-8 where <c>visible</c> is false; older nodes and proxies send plain text.</summary>
    internal static string DecodeText(string? message) =>
        !string.IsNullOrEmpty(message) && Hex.TryDecode(message, out var bytes) ? Encoding.UTF8.GetString(bytes) : message ?? "";

    private static void AddKeys(List<TronPermissionKey> keys, WirePermission permission, int id)
    {
        foreach (var key in permission.Keys ?? [])
        {
            if (TronAddress.TryParse(key.Address, out var address, out _))
            {
                keys.Add(new TronPermissionKey(id, address, key.Weight, permission.Threshold));
            }
        }
    }

    private static List<TronInternalTransfer> ToInternals(List<WireInternal> wire)
    {
        var transfers = new List<TronInternalTransfer>();
        for (var i = 0; i < wire.Count; i++)
        {
            // A value with a token id is TRC-10, not TRX.
            var sun = wire[i].Values?.Where(value => string.IsNullOrEmpty(value.TokenId)).Sum(value => value.CallValue) ?? 0;
            if (sun > 0 && TronAddress.TryParse(wire[i].Caller, out var from, out _) && TronAddress.TryParse(wire[i].TransferTo, out var to, out _))
            {
                transfers.Add(new TronInternalTransfer(i, from, to, sun, wire[i].Rejected));
            }
        }

        return transfers;
    }

    private static bool StartsWith(string id, long number) =>
        id.Length == IdDigits
        && long.TryParse(id.AsSpan(0, NumberDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var carried)
        && carried == number;

    private static string Lower(string hex) => hex.AsSpan().ContainsAnyInRange('A', 'Z') ? hex.ToLowerInvariant() : hex;
}
