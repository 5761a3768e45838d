using Marketplace.Kernel;
using Marketplace.Wallets;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments.Paying;

/// <summary>Makes the bytes of a payment from the hot wallet. It sends nothing.</summary>
internal sealed class PaymentSigner(TronNodes nodes, TronWallet wallet, TimeProvider time, IOptions<TronPaymentsOptions> options)
{
    // Raw data, one signature and the 64 bytes the network adds: a transfer of TRX counts 265 to 268.
    private const long TransferBytes = 268;
    private readonly Lock gate = new();
    private long lastTimestamp;

    public async Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        if (!TronAddress.TryParse(order.Address, out var to, out var reason))
        {
            return WalletErrors.BadAddress.With("reason", reason);
        }

        var node = await nodes.AnyAsync(cancellationToken);
        if (await CheckAsync(node, to, order.Amount, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        // A solid block: no fork can make the reference, and with it the payment, invalid.
        var solid = Require(await node.GetNewestBlockAsync(TronView.Solid, cancellationToken));
        var head = Require(await node.GetNewestBlockAsync(TronView.Head, cancellationToken));
        var expiration = head.Time + options.Value.PaymentLifetime;
        var transfer = TronTransaction.Transfer(wallet.HotAddress, to, order.Amount, solid.ToReference(), expiration, NextTimestamp());
        if (!transfer.IsSuccess)
        {
            return new Error(transfer.Error.Code).With("reason", transfer.Error.Message);
        }

        var signed = transfer.Value.Sign(wallet.HotKey);
        return new SignedPayment(signed.Id, Verified(signed, transfer.Value.Contract), DateTimeOffset.FromUnixTimeMilliseconds(transfer.Value.ExpirationMs));
    }

    /// <summary>Looks at the bytes as the network will: what they say and who signed them, not what was meant.</summary>
    private byte[] Verified(SignedTronTransaction signed, TronContract meant)
    {
        var bytes = signed.Serialize();
        var read = SignedTronTransaction.Deserialize(bytes);
        var signer = read.IsSuccess ? read.Value.RecoverSigner() : default;
        return read.IsSuccess && read.Value.Id == signed.Id && read.Value.Transaction.Contract == meant && signer.IsSuccess && signer.Value == wallet.HotAddress
            ? bytes
            : throw new InvalidOperationException("A signed payment does not read back as what it was meant to be; it is thrown away.");
    }

    private async Task<Error?> CheckAsync(TronNodeClient node, TronAddress to, long amount, CancellationToken cancellationToken)
    {
        var recipient = Require(await node.GetAccountAsync(to, TronView.Head, cancellationToken));
        if (recipient.IsContract)
        {
            // The network refuses plain transfers to contracts (proposal ForbidTransferToContract).
            return WalletErrors.BadAddress.With("reason", "contract");
        }

        var payer = Require(await node.GetAccountAsync(wallet.HotAddress, TronView.Head, cancellationToken));
        var resource = Require(await node.GetAccountResourceAsync(wallet.HotAddress, cancellationToken));
        var prices = Require(await node.GetChainParametersAsync(cancellationToken));
        var fee = !recipient.Exists ? prices.ActivationFeeSun + prices.ActivationBandwidthFeeSun
            : resource.FreeBandwidthLeft >= TransferBytes || resource.StakedBandwidthLeft >= TransferBytes ? 0
            : TransferBytes * prices.BandwidthPriceSun;
        return payer.BalanceSun < checked(amount + fee)
            ? new Error("tron.hot_wallet_low").With("address", wallet.HotAddress).With("available", payer.BalanceSun).With("needed", amount + fee)
            : null;
    }

    /// <summary>Two payments of one amount to one person at one moment must not be the same bytes: each gets a millisecond of its own.</summary>
    private DateTimeOffset NextTimestamp()
    {
        lock (gate)
        {
            lastTimestamp = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), lastTimestamp + 1);
            return DateTimeOffset.FromUnixTimeMilliseconds(lastTimestamp);
        }
    }

    private static T Require<T>(TronResult<T> result) =>
        result.IsSuccess ? result.Value : throw new TronUnavailableException($"The payment can not be prepared: {result.Error}");
}
