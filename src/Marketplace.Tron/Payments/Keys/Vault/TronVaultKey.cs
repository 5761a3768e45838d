using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Marketplace.Tron.Payments.Keys.Vault;

namespace Marketplace.Tron.Payments;

/// <summary>The key that opens a vault: 256 random bits, kept somewhere else than the vault. There are no passwords.</summary>
public sealed class TronVaultKey : IDisposable
{
    internal const int Length = 32;
    private const int IdLength = 8;
    private const int LongestText = 4096;
    private readonly SecretBytes bytes;

    private TronVaultKey(SecretBytes bytes)
    {
        this.bytes = bytes;
        using var named = new SecretBytes(2 + Length);
        "id"u8.CopyTo(named.Span);
        bytes.Span.CopyTo(named.Span[2..]);
        Id = Convert.ToHexStringLower(SHA256.HashData(named.Span).AsSpan(0, IdLength));
    }

    /// <summary>What it is called where it must be told from others, 16 digits: the first 8 bytes of SHA-256("id" ‖ key). It gives nothing of the key away.</summary>
    public string Id { get; }

    internal ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <summary>Makes a new key and puts it into a new file of mode 0600: 64 hexadecimal digits.</summary>
    /// <param name="path">Where; nothing may be there yet.</param>
    /// <exception cref="TronVaultException">There is a file, or it can not be written.</exception>
    public static TronVaultKey Create(string path)
    {
        using var random = new SecretBytes(Length);
        RandomNumberGenerator.Fill(random.Span);
        using var text = new SecretBytes((2 * Length) + 1);
        Convert.TryToHexStringLower(random.Span, text.Span, out var written);
        text.Span[written] = (byte)'\n';
        PrivateFile.WriteNew(path, "key", text.Span);
        return TryParse(text.Span)!;
    }

    /// <summary>Zeroes it.</summary>
    public void Dispose() => bytes.Dispose();

    /// <summary>The id; never the key.</summary>
    public override string ToString() => $"vault key {Id}";

    /// <summary>Reads 32 bytes written as 64 hexadecimal digits or as base64, with white space around; null for anything else.</summary>
    internal static TronVaultKey? TryParse(ReadOnlySpan<byte> text)
    {
        var trimmed = text.Trim(" \t\r\n"u8);
        var key = new SecretBytes(Length);
        var (status, consumed, written) = (OperationStatus.InvalidData, 0, 0);
        if (trimmed.Length == 2 * Length)
        {
            status = Convert.FromHexString(trimmed, key.Span, out consumed, out written);
        }
        else if (trimmed.Length == Base64.GetMaxEncodedToUtf8Length(Length))
        {
            using var decoded = new SecretBytes(Base64.GetMaxDecodedFromUtf8Length(trimmed.Length));
            status = Base64.DecodeFromUtf8(trimmed, decoded.Span, out consumed, out written);
            decoded.Span[..Length].CopyTo(key.Span);
        }

        if (status == OperationStatus.Done && consumed == trimmed.Length && written == Length && key.Span.ContainsAnyExcept((byte)0))
        {
            return new TronVaultKey(key);
        }

        key.Dispose();
        return null;
    }

    internal static TronVaultKey? TryRead(FileStream file)
    {
        if (file.Length > LongestText)
        {
            return null;
        }

        using var text = new SecretBytes((int)file.Length);
        file.ReadExactly(text.Span);
        return TryParse(text.Span);
    }
}
