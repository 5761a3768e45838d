using System.Security.Cryptography;
using System.Text;
using Marketplace.Tron.Payments.Keys.Vault;

namespace Marketplace.Tron.Payments;

/// <summary>The word that the marketplace and its signer share: a file of mode 0600 at each of them.</summary>
public static class TronSignerToken
{
    private const int Bytes = 32;
    private const int LongestFile = 4096;

    /// <summary>Makes a new one: 64 hexadecimal digits.</summary>
    /// <param name="path">Where; nothing may be there yet.</param>
    /// <exception cref="TronVaultException">There is a file, or it can not be written.</exception>
    public static void Create(string path) =>
        PrivateFile.WriteNew(path, "signer's token", Encoding.ASCII.GetBytes($"{RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true)}\n"));

    /// <summary>Reads it.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="TronVaultException">It is missing, open to others, or too short.</exception>
    public static string Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new TronVaultException(TronVaultRefusal.Missing, $"TRON: the signer's token '{path}' does not exist.");
        }

        if (PrivateFile.IsOpenToOthers(path))
        {
            throw new TronVaultException(TronVaultRefusal.OpenToOthers, $"TRON: the signer's token '{path}' is open to others; run: chmod 600 '{path}'");
        }

        var token = string.Empty;
        PrivateFile.Guard(path, "signer's token", () => token = new FileInfo(path).Length > LongestFile ? string.Empty : File.ReadAllText(path).Trim());
        return token.Length >= 2 * Bytes && token.All(char.IsAsciiLetterOrDigit)
            ? token
            : throw new TronVaultException(
                TronVaultRefusal.Damaged, $"TRON: the signer's token '{path}' is not one: {2 * Bytes} letters and digits or more, and nothing else.");
    }

    /// <summary>True where it is the same; takes as long for a wrong one as for a right one.</summary>
    /// <param name="expected">Ours.</param>
    /// <param name="given">Somebody's.</param>
    public static bool Matches(string expected, string? given) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given ?? string.Empty)));
}
