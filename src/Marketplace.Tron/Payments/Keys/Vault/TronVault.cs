using System.Security.Cryptography;
using System.Text;
using Marketplace.Tron.Payments.Keys;
using Marketplace.Tron.Payments.Keys.Vault;

namespace Marketplace.Tron.Payments;

/// <summary>
/// The file that holds the wallet, encrypted: 24 words of BIP-39. Deposit addresses are <c>m/44'/195'/0'/0/i</c>, the hot wallet that pays withdrawals
/// is <c>m/44'/195'/1'/0/0</c>; any BIP-39 wallet restores both from the words. The seed is encrypted by a data key, and that by the vault key
/// (<see cref="TronVaultKey"/>), both with AES-256-GCM.
/// </summary>
public static class TronVault
{
    private const int WordCount = 24;

    /// <summary>24 of the longest words, 8 letters each, with spaces between.</summary>
    private const int LongestPhrase = (24 * 8) + 23;

    private const int SeedLength = 64;

    /// <summary>The seed, which is all that is needed every day, and the words, which are needed once. Always the same length.</summary>
    private const int SecretLength = SeedLength + LongestPhrase;

    /// <summary>Makes a new wallet.</summary>
    /// <param name="path">Where; nothing may be there yet, for overwriting a vault loses money.</param>
    /// <param name="key">What opens it.</param>
    /// <exception cref="TronVaultException">There is a file, or it can not be written.</exception>
    public static TronVaultInfo Create(string path, TronVaultKey key) => Write(path, Mnemonic.Generate(WordCount), key);

    /// <summary>Puts words that there are into a new vault: a restored backup, or a wallet made elsewhere.</summary>
    /// <param name="path">Where; nothing may be there yet.</param>
    /// <param name="words">24 words, separated by white space.</param>
    /// <param name="key">What opens it.</param>
    /// <exception cref="TronVaultException">These are not such words; there is a file; it can not be written.</exception>
    public static TronVaultInfo Import(string path, string words, TronVaultKey key)
    {
        var mnemonic = Mnemonic.Parse(words);
        return !mnemonic.IsSuccess
            ? throw new TronVaultException(TronVaultRefusal.BadWords, $"TRON: these are no words of a wallet. {mnemonic.Error.Message}")
            : mnemonic.Value.WordCount != WordCount
            ? throw new TronVaultException(TronVaultRefusal.BadWords, $"TRON: these are {mnemonic.Value.WordCount} words; a vault takes {WordCount}.")
            : Write(path, mnemonic.Value, key);
    }

    /// <summary>The public parts as the file states them, without any key: what they are worth is known only when it is opened.</summary>
    /// <param name="path">The vault.</param>
    /// <exception cref="TronVaultException">Missing, open to others, or damaged.</exception>
    public static TronVaultInfo Describe(string path) => Describe(VaultFile.Read(path));

    /// <summary>Opens it, compares the public parts with the keys inside, and shuts it again.</summary>
    /// <param name="path">The vault.</param>
    /// <param name="source">Where its key is.</param>
    /// <exception cref="TronVaultException">Vault or key are missing, open to others or damaged, or do not belong together.</exception>
    public static TronVaultInfo Check(string path, TronVaultKeySource source)
    {
        using var keys = Open(path, source);
        return Describe(VaultFile.Read(path));
    }

    /// <summary>The 24 words, for the paper they are written on.</summary>
    /// <param name="path">The vault.</param>
    /// <param name="source">Where its key is.</param>
    /// <exception cref="TronVaultException">Vault or key are missing, open to others or damaged, or do not belong together.</exception>
    public static string RevealWords(string path, TronVaultKeySource source)
    {
        using var key = source.Read();
        using var secret = Unlock(path, VaultFile.Read(path), key, source);
        return Encoding.ASCII.GetString(secret.Span[SeedLength..].TrimEnd((byte)0));
    }

    /// <summary>
    /// Locks it anew under another key. The file is replaced in one step, so it opens with the one key or with the other at every moment; no copy of
    /// the old form is kept. Copies made earlier still open with the old key: where one may have got out together with that key, the coins must move to a new vault.
    /// </summary>
    /// <param name="path">The vault.</param>
    /// <param name="source">Where the present key is.</param>
    /// <param name="newKey">What shall open it.</param>
    /// <exception cref="TronVaultException">Vault or key are missing, open to others or damaged, or do not belong together.</exception>
    public static TronVaultInfo Rotate(string path, TronVaultKeySource source, TronVaultKey newKey)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(newKey);
        using var key = source.Read();
        var file = VaultFile.Read(path);
        // The whole of it, so that a damaged vault is found out now and not locked anew.
        using (Unlock(path, file, key, source))
        {
        }

        using var dataKey = UnlockDataKey(path, file, key);
        var locked = new VaultFile
        {
            Id = file.Id,
            AccountXpub = file.AccountXpub,
            HotAddress = file.HotAddress,
            KeyId = newKey.Id,
            DataKey = SealedBytes.Seal(newKey.Bytes, dataKey.Span, VaultFile.DataKeyContext(file.Id, newKey.Id, file.HotAddress)),
            Secret = file.Secret,
        };
        PrivateFile.Replace(path, "vault", locked.ToText());
        return Describe(locked);
    }

    internal static WalletKeys Open(string path, TronVaultKeySource source)
    {
        using var key = source.Read();
        var file = VaultFile.Read(path);
        using var secret = Unlock(path, file, key, source);
        var keys = WalletKeys.FromSeed(secret.Span[..SeedLength]);
        if (keys.AccountXpub.ToString() == file.AccountXpub && keys.HotAddress.ToString() == file.HotAddress)
        {
            return keys;
        }

        keys.Dispose();
        throw VaultFile.Damaged(path);
    }

    private static TronVaultInfo Write(string path, Mnemonic mnemonic, TronVaultKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var secret = new SecretBytes(SecretLength);
        var seed = mnemonic.ToSeed();
        seed.CopyTo(secret.Span);
        CryptographicOperations.ZeroMemory(seed);
        Encoding.ASCII.GetBytes(mnemonic.RevealWords(), secret.Span[SeedLength..]);
        using var keys = WalletKeys.FromSeed(secret.Span[..SeedLength]);
        using var dataKey = new SecretBytes(TronVaultKey.Length);
        RandomNumberGenerator.Fill(dataKey.Span);
        var (id, xpub, hot) = (RandomNumberGenerator.GetHexString(16, lowercase: true), keys.AccountXpub.ToString(), keys.HotAddress.ToString());
        var file = new VaultFile
        {
            Id = id,
            AccountXpub = xpub,
            HotAddress = hot,
            KeyId = key.Id,
            DataKey = SealedBytes.Seal(key.Bytes, dataKey.Span, VaultFile.DataKeyContext(id, key.Id, hot)),
            Secret = SealedBytes.Seal(dataKey.Span, secret.Span, VaultFile.SecretContext(id, xpub, hot)),
        };
        PrivateFile.WriteNew(path, "vault", file.ToText());
        return Describe(file);
    }

    private static SecretBytes Unlock(string path, VaultFile file, TronVaultKey key, TronVaultKeySource source)
    {
        if (file.KeyId != key.Id)
        {
            throw new TronVaultException(
                TronVaultRefusal.WrongKey, $"TRON: the vault '{path}' is locked with the key {file.KeyId}, and {source} holds the key {key.Id}; give it the right one.");
        }

        using var dataKey = UnlockDataKey(path, file, key);
        var secret = new SecretBytes(SecretLength);
        if (file.Secret.TryOpen(dataKey.Span, VaultFile.SecretContext(file.Id, file.AccountXpub, file.HotAddress), secret.Span))
        {
            return secret;
        }

        secret.Dispose();
        throw VaultFile.Damaged(path);
    }

    private static SecretBytes UnlockDataKey(string path, VaultFile file, TronVaultKey key)
    {
        var dataKey = new SecretBytes(TronVaultKey.Length);
        if (file.DataKey.TryOpen(key.Bytes, VaultFile.DataKeyContext(file.Id, key.Id, file.HotAddress), dataKey.Span))
        {
            return dataKey;
        }

        dataKey.Dispose();
        throw VaultFile.Damaged(path);
    }

    private static TronVaultInfo Describe(VaultFile file) => new(file.Id, file.AccountXpub, file.HotAddress, file.KeyId);
}

/// <summary>What everybody may know of a vault.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="AccountXpub">Derives every deposit address and no key. It links them all to each other: no secret, and nobody else's business.</param>
/// <param name="HotAddress">Pays withdrawals: keep it funded.</param>
/// <param name="KeyId">Which vault key opens it.</param>
public sealed record TronVaultInfo(string Id, string AccountXpub, string HotAddress, string KeyId);
