using System.Text;
using Marketplace.Tron.Payments.Keys;

namespace Marketplace.Tron.Payments;

/// <summary>
/// The file that holds the wallet: a BIP-39 mnemonic of 24 words on one line, mode 0600. Deposit addresses are <c>m/44'/195'/0'/0/i</c>, the
/// hot wallet that pays withdrawals is <c>m/44'/195'/1'/0/0</c>. Any BIP-39 wallet restores both from the words.
/// </summary>
public static class TronKeyFile
{
    internal const int WordCount = 24;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a new wallet.</summary>
    /// <param name="path">Where; nothing may be there yet, for overwriting a key file loses money.</param>
    /// <returns>The hot wallet's address, which the operator funds.</returns>
    /// <exception cref="IOException">The file exists, or can not be written.</exception>
    public static string Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var mnemonic = Mnemonic.Generate(WordCount);
        using (var file = new FileStream(path, options))
        {
            file.Write(Encoding.ASCII.GetBytes(mnemonic.RevealWords() + "\n"));
            // The address is shown, and paid, only after the words are on the disk.
            file.Flush(flushToDisk: true);
        }

        return HotWalletAddress(path);
    }

    /// <summary>The address that pays withdrawals and that the operator keeps funded.</summary>
    /// <param name="path">The key file.</param>
    /// <exception cref="InvalidOperationException">The file is missing, readable by others, or holds no mnemonic of 24 words.</exception>
    public static string HotWalletAddress(string path)
    {
        using var keys = WalletKeys.Open(Read(path));
        return keys.ToWallet(cold: null).Hot.ToString();
    }

    internal static Mnemonic Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"TRON: the key file '{path}' does not exist.");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
        {
            throw new InvalidOperationException($"TRON: the key file '{path}' is open to others; run: chmod 600 '{path}'.");
        }

        var mnemonic = Mnemonic.Parse(File.ReadAllText(path));
        return !mnemonic.IsSuccess
            ? throw new InvalidOperationException($"TRON: the key file '{path}' holds no valid mnemonic. {mnemonic.Error.Message}")
            : mnemonic.Value.WordCount != WordCount
            ? throw new InvalidOperationException($"TRON: the key file '{path}' holds {mnemonic.Value.WordCount} words; it takes {WordCount}.")
            : mnemonic.Value;
    }
}
