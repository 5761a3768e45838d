using Marketplace.Kernel;
using Marketplace.Tron.Payments.Keys;
using Marketplace.Tron.Payments.Paying;
using Marketplace.Tron.Payments.Scanning;
using Marketplace.Wallets;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments;

/// <summary>The wallets' port on TRON.</summary>
internal sealed class TronPaymentNetwork(
    TronWallet wallet, ChainReader reader, CustodyReader custody, PaymentSigner signer, PaymentSubmitter submitter, IOptions<TronPaymentsOptions> options)
    : IPaymentNetwork
{
    // Nineteen of 27 representatives stand on a block before it is solid: 18 further blocks and the one it is in.
    private const int BlocksToSolid = 19;

    /// <summary>What the books take of any asset; a token's own supply may be more, and what does not fit is not counted.</summary>
    private const long LargestTokenAmount = 1_000_000_000_000_000_000;
    private static readonly TronAddress BlackHole = TronAddress.Parse("TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy").Value;

    public PaymentNetworkInfo Info { get; } = new(
        $"tron-{options.Value.Network}",
        Asset.Trx,
        options.Value.BlockTime * BlocksToSolid,
        TronNetworks.Find(options.Value.Network)?.TransactionLink,
        new HouseAddresses(wallet.Hot.ToString(), wallet.Cold?.ToString()))
    {
        BlocksToSolid = BlocksToSolid,
        Tokens = [.. options.Value.Tokens.Select(token => new AcceptedToken(new Asset(token.Symbol, token.Decimals, LargestTokenAmount), token.MinimumDeposit))],
    };

    public Result<string> ParseAddress(string address)
    {
        if (!TronAddress.TryParse(address?.Trim(), out var parsed, out var reason))
        {
            return WalletErrors.BadAddress.With("reason", reason);
        }

        // Coins sent to these are gone for everybody.
        if (parsed.IsZero || parsed == BlackHole)
        {
            return WalletErrors.BadAddress.With("reason", "BlackHole");
        }

        return wallet.IsHouse(parsed) ? WalletErrors.OwnAddress : parsed.ToString();
    }

    public string DepositAddress(int index) => wallet.DepositAddress(index).ToString();

    public IWatchList CreateWatchList() => new AddressSet();

    public Task<NetworkReading> ReadAsync(BlockCursor? after, IWatchList watched, CancellationToken cancellationToken) =>
        reader.ReadAsync(after, (AddressSet)watched, cancellationToken);

    public Task<Result<Payee>> InspectAsync(string address, CancellationToken cancellationToken) =>
        signer.InspectAsync(TronAddress.Parse(address).Value, cancellationToken);

    public Task<CustodyReading> ReadBalancesAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken) =>
        custody.ReadAsync([.. addresses.Select(address => TronAddress.Parse(address).Value)], cancellationToken);

    public Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken) =>
        signer.SignAsync(order, cancellationToken);

    public Task<PaymentStatus> SubmitAsync(SignedPayment payment, CancellationToken cancellationToken) =>
        submitter.SubmitAsync(payment, cancellationToken);
}
