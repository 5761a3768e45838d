using System.Security.Cryptography;
using Marketplace.Kernel;

namespace Marketplace.Tron.Payments.Keys;

/// <summary>The private keys in use, in this process: those of the deposit addresses and of the hot wallet, and nothing else of the seed.</summary>
internal sealed class WalletKeys : ISigner, IDisposable
{
    private const uint DepositAccount = 0;
    private const uint HotAccount = 1;
    private readonly HdPrivateKey deposits;
    private readonly HdPrivateKey hot;

    private WalletKeys(HdPrivateKey deposits, HdPrivateKey hot) => (this.deposits, this.hot) = (deposits, hot);

    public static WalletKeys Open(Mnemonic mnemonic)
    {
        var seed = mnemonic.ToSeed();
        try
        {
            using var root = HdPrivateKey.FromSeed(seed).Value;
            return new WalletKeys(root.Derive($"{HdPath.Account(DepositAccount)}/0").Value, root.Derive(HdPath.Address(0, account: HotAccount)).Value);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public TronWallet ToWallet(TronAddress? cold) => new(deposits.ToPublic(), hot.Key.Address, cold);

    public Task<Result<SignedTronTransaction>> SignAsync(SigningRequest request, CancellationToken cancellationToken)
    {
        using var child = request.Source.DepositIndex is { } index ? deposits.Child(checked((uint)index)).Value : null;
        return Task.FromResult<Result<SignedTronTransaction>>(request.Transaction.Sign((child ?? hot).Key));
    }

    public void Dispose()
    {
        deposits.Dispose();
        hot.Dispose();
    }

    public override string ToString() => $"keys of {hot.Key.Address}";
}
