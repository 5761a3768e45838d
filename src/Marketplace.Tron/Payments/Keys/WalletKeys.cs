using System.Security.Cryptography;
using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Keys;

/// <summary>The private keys in use, in this process: those of the deposit addresses and of the hot wallet, and nothing else of the seed.</summary>
internal sealed class WalletKeys : IDisposable
{
    private const uint DepositAccount = 0;
    private const uint HotAccount = 1;
    private readonly HdPrivateKey deposits;
    private readonly HdPrivateKey hot;

    private WalletKeys(HdPublicKey accountXpub, HdPrivateKey deposits, HdPrivateKey hot, byte[] journalKey) =>
        (AccountXpub, this.deposits, this.hot, JournalKey) = (accountXpub, deposits, hot, journalKey);

    /// <summary>The deposit account's public key, <c>m/44'/195'/0'</c>.</summary>
    public HdPublicKey AccountXpub { get; }

    public TronAddress HotAddress => hot.Key.Address;

    /// <summary>Seals the signer's journal: whoever can write its file and has no key can not make it look as if something had not been signed.</summary>
    public byte[] JournalKey { get; }

    public static WalletKeys FromSeed(ReadOnlySpan<byte> seed)
    {
        using var root = HdPrivateKey.FromSeed(seed).Value;
        using var account = root.Derive(HdPath.Account(DepositAccount)).Value;
        return new WalletKeys(account.ToPublic(), account.Child(TronWallet.ExternalBranch).Value, root.Derive(HdPath.Address(0, account: HotAccount)).Value, HMACSHA256.HashData(seed, "marketplace signing journal"u8));
    }

    /// <summary>The signed transaction.</summary>
    public SignedTronTransaction Sign(PaymentSource source, TronTransaction transaction)
    {
        using var child = source.DepositIndex is { } index ? deposits.Child(checked((uint)index)).Value : null;
        return transaction.Sign((child ?? hot).Key);
    }

    public void Dispose()
    {
        deposits.Dispose();
        hot.Dispose();
        CryptographicOperations.ZeroMemory(JournalKey);
    }

    public override string ToString() => $"keys of {HotAddress}";
}
