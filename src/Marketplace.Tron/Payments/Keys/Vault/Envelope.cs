using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tron.Payments.Keys.Vault;

/// <summary>What AES-256-GCM made of some bytes, as lower-case hexadecimal digits.</summary>
internal sealed class SealedBytes
{
    public required string Nonce { get; init; }

    public required string Data { get; init; }

    public required string Tag { get; init; }

    /// <summary>Encrypts under a nonce that is used once: 96 random bits, and each key encrypts a handful of times in its life.</summary>
    public static SealedBytes Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> secret, string associated)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var (data, tag) = (new byte[secret.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce, secret, data, tag, Encoding.UTF8.GetBytes(associated));
        return new SealedBytes { Nonce = Convert.ToHexStringLower(nonce), Data = Convert.ToHexStringLower(data), Tag = Convert.ToHexStringLower(tag) };
    }

    /// <returns>False where a bit of anything is not as it was: the key, the data, the nonce, the tag, what was associated.</returns>
    public bool TryOpen(ReadOnlySpan<byte> key, string associated, Span<byte> secret)
    {
        try
        {
            using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
            aes.Decrypt(Decode(Nonce), Decode(Data), Decode(Tag), secret, Encoding.UTF8.GetBytes(associated));
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>There is one spelling: a digit in upper case is one bit away from it.</summary>
    private static byte[] Decode(string digits) =>
        digits.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(digits) : throw new FormatException("Not lower-case hexadecimal.");
}
