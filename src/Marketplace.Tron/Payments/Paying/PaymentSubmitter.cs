using Marketplace.Wallets;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tron.Payments.Paying;

/// <summary>
/// Finds out where a payment stands and sends its bytes where they may still be missing. Only solid blocks decide: a broadcast's answer never
/// does, for a node says "duplicate" of what it refused and "true" of what it then loses.
/// </summary>
internal sealed class PaymentSubmitter(TronNodes nodes, ILogger<PaymentSubmitter> logger)
{
    public async Task<PaymentStatus> SubmitAsync(SignedPayment payment, CancellationToken cancellationToken)
    {
        var transaction = Read(payment);
        var node = await nodes.AnyAsync(cancellationToken);
        if (await FindSolidAsync(node, payment.TransactionId, cancellationToken) is { } settled)
        {
            return settled.State == PaymentState.Failed ? await ConfirmFailedAsync(payment, settled, cancellationToken) : settled;
        }

        var included = await node.GetTransactionInfoAsync(payment.TransactionId, TronView.Head, cancellationToken);
        if (included.IsSuccess)
        {
            return new PaymentStatus(PaymentState.Included);
        }

        if (included.Code != TronErrorCodes.NotFound)
        {
            throw new TronUnavailableException($"Could not look {payment.TransactionId} up: {included.Error}");
        }

        var head = await node.GetNewestBlockAsync(TronView.Head, cancellationToken);
        if (head.IsSuccess && head.Value.TimestampMs >= transaction.Transaction.ExpirationMs)
        {
            return await IsDeadAsync(transaction, cancellationToken)
                ? new PaymentStatus(PaymentState.Expired)
                : new PaymentStatus(PaymentState.Unknown, Detail: "Past its expiration; waiting for solid blocks to prove it absent.");
        }

        return await SendAsync(node, transaction, cancellationToken);
    }

    private static SignedTronTransaction Read(SignedPayment payment)
    {
        var read = SignedTronTransaction.Deserialize(payment.Bytes);
        return read.IsSuccess && read.Value.Id == payment.TransactionId
            ? read.Value
            : throw new InvalidOperationException($"The stored bytes are not those of payment {payment.TransactionId}; nothing is sent.");
    }

    private static async Task<PaymentStatus?> FindSolidAsync(TronNodeClient node, string id, CancellationToken cancellationToken)
    {
        var receipt = await node.GetTransactionInfoAsync(id, TronView.Solid, cancellationToken);
        var transaction = await node.GetTransactionAsync(id, TronView.Solid, cancellationToken);
        if (receipt.Code == TronErrorCodes.NotFound && transaction.Code == TronErrorCodes.NotFound)
        {
            return null;
        }

        if (!receipt.IsSuccess || !transaction.IsSuccess)
        {
            // One of the two is there, or neither could be read: too little to decide over money.
            throw new TronUnavailableException($"Could not look {id} up in the solid chain: {receipt.Error ?? transaction.Error}");
        }

        return (receipt.Value.Succeeded, transaction.Value.Result) switch
        {
            (true, TronBlockTransaction.Success) => new PaymentStatus(PaymentState.Solid, receipt.Value.FeeSun)
            {
                // A plain transfer costs bandwidth and nothing else, unless it creates the recipient's account.
                OpenedRecipient = receipt.Value.FeeSun > receipt.Value.NetFeeSun,
            },
            (_, null or "") => throw new TronUnavailableException($"The node does not say whether {id} succeeded."),
            (_, var result) => new PaymentStatus(PaymentState.Failed, receipt.Value.FeeSun, $"{result} {receipt.Value.Message}".TrimEnd()),
        };
    }

    /// <summary>A failure frees the funds: one node's word is not enough where there are two.</summary>
    private async Task<PaymentStatus> ConfirmFailedAsync(SignedPayment payment, PaymentStatus failed, CancellationToken cancellationToken)
    {
        var agreeing = 0;
        foreach (var node in await nodes.EachAsync(cancellationToken))
        {
            var said = await FindSolidAsync(node, payment.TransactionId, cancellationToken);
            if (said is { State: PaymentState.Solid })
            {
                throw new TronUnavailableException($"The nodes contradict each other over {payment.TransactionId}.");
            }

            agreeing += said is { State: PaymentState.Failed } ? 1 : 0;
        }

        return agreeing >= nodes.Quorum ? failed : new PaymentStatus(PaymentState.Unknown, Detail: "Failed on one node; waiting for a second.");
    }

    /// <summary>
    /// True where it can never be included any more: on each node that is asked a solid block is past the expiration, and the id is not in
    /// the solid chain. The order matters: first the height, then the look, so that the look covers all blocks that could hold it.
    /// </summary>
    private async Task<bool> IsDeadAsync(SignedTronTransaction transaction, CancellationToken cancellationToken)
    {
        var agreeing = 0;
        foreach (var node in await nodes.EachAsync(cancellationToken))
        {
            var solid = await node.GetNewestBlockAsync(TronView.Solid, cancellationToken);
            if (!solid.IsSuccess || solid.Value.TimestampMs <= transaction.Transaction.ExpirationMs)
            {
                continue;
            }

            if (await FindSolidAsync(node, transaction.Id, cancellationToken) is not null)
            {
                return false;
            }

            agreeing++;
        }

        return agreeing >= nodes.Quorum;
    }

    private async Task<PaymentStatus> SendAsync(TronNodeClient node, SignedTronTransaction transaction, CancellationToken cancellationToken)
    {
        var outcome = await node.BroadcastAsync(transaction, cancellationToken);
        var detail = $"{outcome.Code} {outcome.Message}".TrimEnd();
        // DUP is the usual answer to sending again while the first copy waits for its block: no news.
        var level = outcome.IsAccepted || outcome.Code == "DUP_TRANSACTION_ERROR" ? LogLevel.Debug
            : outcome.Advice == BroadcastAdvice.Never ? LogLevel.Error
            : LogLevel.Warning;
        logger.Log(level, "Payment {TransactionId} sent to {Endpoint}: {Answer}", transaction.Id, outcome.Endpoint, detail);
        return new PaymentStatus(PaymentState.Unknown, Detail: detail);
    }
}
