using System.Globalization;
using System.Text;

namespace Marketplace.Tron;

/// <summary>
/// Signed messages: a proof that somebody holds an address, which can not be mistaken for a transaction (TIP-191).
/// </summary>
public static class TronMessage
{
    private const string Header = "\u0019TRON Signed Message:\n";

    // TronWeb's first version wrote this length whatever the message's own was.
    private const string LegacyLength = "32";

    /// <summary>The hash that version 2 signs: Keccak-256 of the header, the length in decimal, and the bytes.</summary>
    public static byte[] HashV2(ReadOnlySpan<byte> message) =>
        Hash(message.Length.ToString(CultureInfo.InvariantCulture), message);

    /// <summary>The hash that version 1 signs; the length is written as 32 whatever it is.</summary>
    public static byte[] HashV1(ReadOnlySpan<byte> message) => Hash(LegacyLength, message);

    /// <summary>Signs a text (its UTF-8 bytes) as TronWeb's <c>signMessageV2</c>.</summary>
    public static TronSignature SignV2(TronKey key, string message)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.SignAndVerify(HashV2(Encoding.UTF8.GetBytes(message)));
    }

    /// <summary>Signs bytes as TronWeb's legacy <c>sign</c>.</summary>
    public static TronSignature SignV1(TronKey key, ReadOnlySpan<byte> message)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.SignAndVerify(HashV1(message));
    }

    /// <summary>Who signed this text, as <c>verifyMessageV2</c>: compare the answer with the address that was claimed.</summary>
    public static TronResult<TronAddress> RecoverV2(string message, TronSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return signature.Recover(HashV2(Encoding.UTF8.GetBytes(message)));
    }

    /// <summary>Who signed these bytes in the legacy form.</summary>
    public static TronResult<TronAddress> RecoverV1(ReadOnlySpan<byte> message, TronSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return signature.Recover(HashV1(message));
    }

    private static byte[] Hash(string length, ReadOnlySpan<byte> message)
    {
        var prefix = Encoding.ASCII.GetBytes(Header + length);
        var data = new byte[prefix.Length + message.Length];
        prefix.CopyTo(data, 0);
        message.CopyTo(data.AsSpan(prefix.Length));
        return Keccak.Hash(data);
    }
}
