using Marketplace.Tron.Payments.Keys;
using Marketplace.Wallets;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tron.Payments.Scanning;

/// <summary>
/// The transfers to our addresses in one block: TRX by the signed bytes, tokens by the receipts. What is odd is an alarm and never a deposit.
/// </summary>
internal sealed class BlockScanner(TronWallet wallet, TokenList tokens, ILogger<BlockScanner> logger)
{
    /// <summary>Whether the receipts of this block are needed: only tokens are read from them.</summary>
    public bool NeedsReceipts(TronBlock block) => !tokens.IsEmpty && block.Transactions.Count > 0;

    /// <param name="block">The block.</param>
    /// <param name="receipts">All its receipts, or none where <see cref="NeedsReceipts"/> is false.</param>
    /// <param name="watched">The deposit addresses.</param>
    /// <exception cref="TronUnavailableException">The node's answer contradicts itself: another look, or another node, may show the truth.</exception>
    public IReadOnlyList<IncomingTransfer> Scan(TronBlock block, IReadOnlyList<TronTransactionInfo> receipts, AddressSet watched)
    {
        bool IsOurs(TronAddress address) => watched.Contains(address) || wallet.IsHouse(address);

        var plain = TransferScan.Trx(block, IsOurs);
        Report(plain.Alarms, block);
        var found = new List<IncomingTransfer>();
        foreach (var transfer in plain.Transfers.Where(transfer => IsFromOutside(transfer, watched)))
        {
            found.Add(new IncomingTransfer(transfer.TransactionId, 0, transfer.To.ToString(), (long)transfer.Amount, block.Number)
            {
                FromCold = transfer.From == wallet.Cold,
            });
        }

        if (receipts.Count > 0)
        {
            var events = TransferScan.Trc20Tokens(receipts, tokens.Contains, IsOurs).Transfers;
            found.AddRange(events.Where(transfer => IsFromOutside(transfer, watched) && IsCountable(transfer, block)).Select(transfer => ToIncoming(transfer, block)));
        }

        return found;
    }

    private void Report(IReadOnlyList<ScanAlarm> alarms, TronBlock block)
    {
        foreach (var alarm in alarms)
        {
            logger.LogError("ALARM: transaction {TransactionId} of block {Block} is not counted: {Reason}", alarm.TransactionId, block.Number, alarm.Reason);
        }

        // Whoever went on would never come back to this block, and its deposit would be lost.
        if (alarms.FirstOrDefault(alarm => alarm.NodeIsUntrue) is { } untrue)
        {
            throw new TronUnavailableException($"Block {block.Number} is read again, perhaps from another node: {untrue.Reason}");
        }
    }

    /// <summary>What we send ourselves, to or between our own addresses, is nobody's deposit. What the operator sends from cold to hot we do not know otherwise.</summary>
    private bool IsFromOutside(FoundTransfer transfer, AddressSet watched) =>
        (transfer.From == wallet.Cold && transfer.To == wallet.Hot) || !(wallet.IsHouse(transfer.From) || watched.Contains(transfer.From));

    private bool IsCountable(FoundTransfer transfer, TronBlock block)
    {
        var token = tokens[transfer.Token!.Value];
        if (transfer.Amount > long.MaxValue)
        {
            logger.LogError(
                "ALARM: transaction {TransactionId} of block {Block} is not counted: {Amount} of the smallest units of {Token} are more than the books can hold",
                transfer.TransactionId, block.Number, transfer.Amount, token.Symbol);
            return false;
        }

        if (transfer.Amount < token.MinimumDeposit)
        {
            logger.LogInformation(
                "Transaction {TransactionId} of block {Block} brings {Amount} of the smallest units of {Token}, less than the minimum, and is not counted",
                transfer.TransactionId, block.Number, transfer.Amount, token.Symbol);
            return false;
        }

        return true;
    }

    /// <summary>Index 0 is the plain transfer; an event's place among its receipt's events, counted from 1, is what tells two in one transaction apart.</summary>
    private IncomingTransfer ToIncoming(FoundTransfer transfer, TronBlock block) =>
        new(transfer.TransactionId, 1 + transfer.Index, transfer.To.ToString(), (long)transfer.Amount, block.Number, tokens[transfer.Token!.Value].Symbol)
        {
            FromCold = transfer.From == wallet.Cold,
        };
}
