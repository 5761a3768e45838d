using System.Security.Cryptography;

namespace Marketplace.Tron.Payments;

/// <summary>The keys in use: a public one for deposit addresses, a private one for the hot wallet, and nothing else of the seed.</summary>
internal sealed class TronWallet : IDisposable
{
    private const uint DepositAccount = 0;
    private const uint HotAccount = 1;
    private readonly HdPublicKey deposits;
    private readonly HdPrivateKey hot;

    private TronWallet(HdPublicKey deposits, HdPrivateKey hot)
    {
        this.deposits = deposits;
        this.hot = hot;
        HotAddress = hot.Key.Address;
    }

    /// <summary>Who pays withdrawals.</summary>
    public TronAddress HotAddress { get; }

    /// <summary>Signs for <see cref="HotAddress"/>.</summary>
    public TronKey HotKey => hot.Key;

    public static TronWallet Open(string path)
    {
        var seed = TronKeyFile.Read(path).ToSeed();
        try
        {
            using var root = HdPrivateKey.FromSeed(seed).Value;
            using var account = root.Derive(HdPath.Account(DepositAccount)).Value;
            // The external branch: m/44'/195'/0'/0. From here on no secret is needed for an address.
            return new TronWallet(account.ToPublic().Child(0).Value, root.Derive(HdPath.Address(0, account: HotAccount)).Value);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public TronAddress DepositAddress(int index) => deposits.Child(checked((uint)index)).Value.Address;

    public void Dispose() => hot.Dispose();

    public override string ToString() => $"wallet of {HotAddress}";
}
