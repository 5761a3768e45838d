using Marketplace.Kernel;
using Marketplace.Tron.Payments.Keys;
using Marketplace.Wallets;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments.Paying;

/// <summary>Makes the bytes of a payment out of one of our addresses. It sends nothing.</summary>
internal sealed class PaymentSigner(TronNodes nodes, TronWallet wallet, ISigner signer, TimeProvider time, IOptions<TronPaymentsOptions> options)
{
    // Raw data, one signature and the 64 bytes the network adds: a transfer of TRX counts 265 to 268.
    private const long TransferBytes = 268;
    // The representatives change prices by vote, at most every six hours.
    private static readonly TimeSpan PricesAreGoodFor = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private (TronChainParameters Prices, DateTimeOffset Until)? known;
    private long lastTimestamp;

    public async Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        if (!TronAddress.TryParse(order.Address, out var to, out var reason))
        {
            return WalletErrors.BadAddress.With("reason", reason);
        }

        var node = await nodes.AnyAsync(cancellationToken);
        var from = order.Source.DepositIndex is { } index ? wallet.DepositAddress(index) : wallet.Hot;
        var payable = await PlanAsync(node, from, to, order.Amount, cancellationToken);
        if (!payable.Succeeded)
        {
            return payable.Error;
        }

        // A solid block: no fork can make the reference, and with it the payment, invalid.
        var solid = Require(await node.GetNewestBlockAsync(TronView.Solid, cancellationToken));
        var head = Require(await node.GetNewestBlockAsync(TronView.Head, cancellationToken));
        var expiration = head.Time + options.Value.PaymentLifetime;
        var transfer = TronTransaction.Transfer(from, to, payable.Value, solid.ToReference(), expiration, NextTimestamp());
        if (!transfer.IsSuccess)
        {
            return new Error(transfer.Error.Code).With("reason", transfer.Error.Message);
        }

        var signed = await signer.SignAsync(new SigningRequest(order.Reference, order.Source, transfer.Value), cancellationToken);
        return signed.Succeeded
            ? new SignedPayment(
                signed.Value.Id,
                Verified(signed.Value, transfer.Value, from),
                DateTimeOffset.FromUnixTimeMilliseconds(transfer.Value.ExpirationMs),
                payable.Value)
            : signed.Error;
    }

    public async Task<Result<Payee>> InspectAsync(TronAddress address, CancellationToken cancellationToken)
    {
        var node = await nodes.AnyAsync(cancellationToken);
        var account = Require(await node.GetAccountAsync(address, TronView.Head, cancellationToken));
        return account.IsContract ? Contract
            : account.Exists ? new Payee(address.ToString(), 0)
            : new Payee(address.ToString(), ActivationCost(await GetPricesAsync(node, cancellationToken)));
    }

    /// <summary>The network refuses plain transfers to contracts (proposal ForbidTransferToContract).</summary>
    private static Error Contract => WalletErrors.BadAddress.With("reason", "contract");

    /// <summary>Looks at the bytes as the network will: what they say and who signed them, not what was meant.</summary>
    private static byte[] Verified(SignedTronTransaction signed, TronTransaction meant, TronAddress from)
    {
        var bytes = signed.Serialize();
        var read = SignedTronTransaction.Deserialize(bytes);
        var recovered = read.IsSuccess ? read.Value.RecoverSigner() : default;
        return read.IsSuccess && read.Value.Id == meant.ComputeId() && read.Value.Transaction.Contract == meant.Contract && recovered.IsSuccess && recovered.Value == from
            ? bytes
            : throw new InvalidOperationException("A signed payment does not read back as what it was meant to be; it is thrown away.");
    }

    private static long ActivationCost(TronChainParameters prices) => checked(prices.ActivationFeeSun + prices.ActivationBandwidthFeeSun);

    /// <summary>How much can be sent: what was asked, or all there is, less what the network takes.</summary>
    private async Task<Result<long>> PlanAsync(
        TronNodeClient node, TronAddress from, TronAddress to, long? amount, CancellationToken cancellationToken)
    {
        var recipient = Require(await node.GetAccountAsync(to, TronView.Head, cancellationToken));
        if (recipient.IsContract)
        {
            return Contract;
        }

        // The solid balance: what a fork could take back is not spent.
        var view = amount is null ? TronView.Solid : TronView.Head;
        var payer = Require(await node.GetAccountAsync(from, view, cancellationToken));
        var resource = Require(await node.GetAccountResourceAsync(from, cancellationToken));
        var prices = await GetPricesAsync(node, cancellationToken);
        var fee = !recipient.Exists ? ActivationCost(prices)
            : resource.FreeBandwidthLeft >= TransferBytes || resource.StakedBandwidthLeft >= TransferBytes ? 0
            : TransferBytes * prices.BandwidthPriceSun;
        var send = amount ?? payer.BalanceSun - fee;
        return send > 0 && payer.BalanceSun >= checked(send + fee)
            ? send
            : WalletErrors.SourceTooLow.With("address", from).With("available", payer.BalanceSun).With("needed", checked(Math.Max(send, 1) + fee));
    }

    private async Task<TronChainParameters> GetPricesAsync(TronNodeClient node, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (known is { } recent && recent.Until > time.GetUtcNow())
            {
                return recent.Prices;
            }
        }

        var prices = Require(await node.GetChainParametersAsync(cancellationToken));
        lock (gate)
        {
            known = (prices, time.GetUtcNow() + PricesAreGoodFor);
        }

        return prices;
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
