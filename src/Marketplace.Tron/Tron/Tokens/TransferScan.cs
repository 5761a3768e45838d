using System.Numerics;

namespace Marketplace.Tron;

/// <summary>What moved value to a watched address.</summary>
public enum TransferKind
{
    /// <summary>A plain transfer of TRX.</summary>
    Trx,

    /// <summary>An event of a TRC-20 token.</summary>
    Trc20,

    /// <summary>TRX sent by a contract.</summary>
    TrxInternal,
}

/// <summary>A transfer to a watched address. (Transaction, kind, index) is its identity.</summary>
/// <param name="TransactionId">Whose bytes were verified against this id for TRX; as the receipt says for tokens.</param>
/// <param name="Kind">What moved.</param>
/// <param name="Index">The event's place among the receipt's logs, or the place among internal transactions; 0 for plain TRX.</param>
/// <param name="Token">The token's contract; null for TRX.</param>
/// <param name="From">Who paid.</param>
/// <param name="To">The watched address.</param>
/// <param name="Amount">In sun, or the token's smallest unit; positive.</param>
public sealed record FoundTransfer(string TransactionId, TransferKind Kind, int Index, TronAddress? Token, TronAddress From, TronAddress To, BigInteger Amount);

/// <summary>Something in a block that must be looked at by a person, and was not counted.</summary>
/// <param name="TransactionId">Where.</param>
/// <param name="Reason">What is odd.</param>
/// <param name="NodeIsUntrue">True where the answer contradicts itself: what stands in the block is not known, and another look may show it.</param>
public sealed record ScanAlarm(string TransactionId, string Reason, bool NodeIsUntrue);

/// <summary>
/// The transfers to watched addresses in one block. Reads the block once whatever the number of addresses; counts only what cannot be faked
/// by calldata, by a foreign contract or by JSON that differs from the signed bytes.
/// </summary>
/// <param name="Transfers">In block order.</param>
/// <param name="Alarms">Not counted.</param>
public sealed record TransferScan(IReadOnlyList<FoundTransfer> Transfers, IReadOnlyList<ScanAlarm> Alarms)
{
    /// <summary>Plain TRX transfers.</summary>
    /// <param name="block">The block; the caller checks that it is the next of its chain.</param>
    /// <param name="isWatched">True for an address of interest; a hash set's <c>Contains</c>.</param>
    public static TransferScan Trx(TronBlock block, Func<TronAddress, bool> isWatched)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(isWatched);
        var transfers = new List<FoundTransfer>();
        var alarms = new List<ScanAlarm>();
        foreach (var transaction in block.Transactions)
        {
            // All of them, not only those to watched addresses: forged bytes may name another receiver.
            if (!transaction.HasTrueId())
            {
                alarms.Add(new ScanAlarm(transaction.Id, $"The bytes of transaction {transaction.Id} have another id.", NodeIsUntrue: true));
            }
            else if (RawTransaction.TryRead(transaction.RawData.Span, out var raw) is { } fault)
            {
                alarms.Add(new ScanAlarm(transaction.Id, $"Not a transaction: {fault}.", NodeIsUntrue: false));
            }
            else if (raw.Type == TransferContract.Number)
            {
                Look(transaction, raw.Value);
            }
        }

        void Look(TronBlockTransaction transaction, ReadOnlySpan<byte> contract)
        {
            if (!RawTransaction.TryReadTransfer(contract, out var from, out var to, out var amount))
            {
                alarms.Add(new ScanAlarm(transaction.Id, "Not a transaction: the transfer's addresses are malformed.", NodeIsUntrue: false));
            }
            else if (amount > 0 && isWatched(to))
            {
                if (string.IsNullOrEmpty(transaction.Result))
                {
                    alarms.Add(new ScanAlarm(transaction.Id, "The node does not say whether the transfer succeeded.", NodeIsUntrue: true));
                }
                else if (transaction.Result == TronBlockTransaction.Success)
                {
                    transfers.Add(new FoundTransfer(transaction.Id, TransferKind.Trx, 0, null, from, to, amount));
                }
            }
        }

        return new TransferScan(transfers, alarms);
    }

    /// <summary>Token transfers, from the receipts alone: calldata proves nothing, and a transfer made through another contract counts.</summary>
    /// <param name="receipts">All receipts of the block; the caller checks that they are complete with <see cref="Match"/>.</param>
    /// <param name="isToken">True for the contracts one accepts: anybody can deploy another that emits the same events.</param>
    /// <param name="isWatched">True for an address of interest.</param>
    public static TransferScan Trc20Tokens(
        IReadOnlyList<TronTransactionInfo> receipts, Func<TronAddress, bool> isToken, Func<TronAddress, bool> isWatched)
    {
        ArgumentNullException.ThrowIfNull(receipts);
        ArgumentNullException.ThrowIfNull(isToken);
        ArgumentNullException.ThrowIfNull(isWatched);
        var transfers = new List<FoundTransfer>();
        foreach (var receipt in receipts.Where(HasWorked))
        {
            for (var i = 0; i < receipt.Logs.Count; i++)
            {
                if (Trc20.DecodeLog(receipt.Logs[i]) is { Amount.Sign: > 0 } found && isToken(found.Token) && isWatched(found.To))
                {
                    transfers.Add(new FoundTransfer(receipt.Id, TransferKind.Trc20, i, found.Token, found.From, found.To, found.Amount));
                }
            }
        }

        return new TransferScan(transfers, []);
    }

    /// <summary>
    /// TRX sent by contracts. Off in most products: in August 2024 successful calls with rejected inner transfers faked deposits at several services.
    /// </summary>
    public static TransferScan TrxInternal(IReadOnlyList<TronTransactionInfo> receipts, Func<TronAddress, bool> isWatched)
    {
        ArgumentNullException.ThrowIfNull(receipts);
        ArgumentNullException.ThrowIfNull(isWatched);
        var transfers = from receipt in receipts.Where(HasWorked)
                        from inner in receipt.InternalTransfers
                        where !inner.Rejected && isWatched(inner.To)
                        select new FoundTransfer(receipt.Id, TransferKind.TrxInternal, inner.Index, null, inner.From, inner.To, inner.AmountSun);
        return new TransferScan([.. transfers], []);
    }

    /// <summary>True when the receipts are exactly those of the block's transactions: a lagging node answers with fewer, or none.</summary>
    public static bool Match(TronBlock block, IReadOnlyList<TronTransactionInfo> receipts)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(receipts);
        return block.Transactions.Count == receipts.Count
            && block.Transactions.Select(transaction => transaction.Id).ToHashSet(StringComparer.Ordinal).SetEquals(receipts.Select(receipt => receipt.Id));
    }

    private static bool HasWorked(TronTransactionInfo receipt) => receipt is { Succeeded: true, ContractResult: TronBlockTransaction.Success };
}
