using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Tron;

/// <summary>
/// A TRON address: <c>0x41</c> and the last 20 bytes of the Keccak-256 of a public key, or of a contract's creation.
/// The text form is base58check: 34 characters, the first a <c>T</c>. The same on every TRON network, so an address does not tell the network.
/// </summary>
/// <remarks>Twenty-four bytes with cheap equality, made to sit in a set of a million. <c>default</c> is the zero address.</remarks>
public readonly struct TronAddress : IEquatable<TronAddress>
{
    /// <summary>Length of the binary form, prefix included.</summary>
    public const int Length = 21;

    /// <summary>The first byte of every TRON address, on test networks too.</summary>
    public const byte Prefix = 0x41;

    private const int TextLength = 34;
    private const int HexLength = Length * 2;

    private readonly ulong high;
    private readonly ulong middle;
    private readonly uint low;

    private TronAddress(ReadOnlySpan<byte> body)
    {
        high = BinaryPrimitives.ReadUInt64BigEndian(body);
        middle = BinaryPrimitives.ReadUInt64BigEndian(body[8..]);
        low = BinaryPrimitives.ReadUInt32BigEndian(body[16..]);
    }

    /// <summary>True for <c>default</c>: the all-zero address, from which nothing can ever be spent.</summary>
    public bool IsZero => (high | middle | low) == 0;

    /// <summary>Parses base58check or <c>41…</c> hexadecimal text, strictly: no trimming, no <c>0x</c>, exact case.</summary>
    /// <param name="text">The text; null counts as empty.</param>
    /// <param name="address">The address, or <c>default</c>.</param>
    /// <param name="reason">Why the text was refused.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out TronAddress address, out TronAddressRefusal reason)
    {
        address = default;
        reason = string.IsNullOrEmpty(text) ? TronAddressRefusal.Empty : ParseText(text, out address);
        return reason == TronAddressRefusal.None;
    }

    /// <summary>As <see cref="TryParse(string?, out TronAddress, out TronAddressRefusal)"/>, as a result.</summary>
    public static TronResult<TronAddress> Parse(string? text) =>
        TryParse(text, out var address, out var reason)
            ? address
            : new TronError(TronErrorCodes.InvalidAddress, $"Not a TRON address: {reason}.");

    /// <summary>Takes the 21-byte binary form.</summary>
    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, out TronAddress address)
    {
        var valid = bytes.Length == Length && bytes[0] == Prefix;
        address = valid ? new TronAddress(bytes[1..]) : default;
        return valid;
    }

    /// <summary>The address of the 20 bytes that contracts and event logs use (without the prefix).</summary>
    /// <exception cref="ArgumentException">Not 20 bytes.</exception>
    public static TronAddress FromBody(ReadOnlySpan<byte> body) =>
        body.Length == Length - 1 ? new TronAddress(body) : throw new ArgumentException("The body of an address has 20 bytes.", nameof(body));

    /// <summary>The address of an uncompressed public key (65 bytes, the first <c>04</c>).</summary>
    /// <exception cref="ArgumentException">Not such a key.</exception>
    public static TronAddress FromPublicKey(ReadOnlySpan<byte> uncompressed)
    {
        if (uncompressed.Length != 65 || uncompressed[0] != 4)
        {
            throw new ArgumentException("An uncompressed public key has 65 bytes, the first of them 04.", nameof(uncompressed));
        }

        Span<byte> hash = stackalloc byte[32];
        Keccak.Hash(uncompressed[1..], hash);
        return new TronAddress(hash[12..]);
    }

    /// <summary>Writes the 21 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        destination[0] = Prefix;
        CopyBodyTo(destination[1..]);
    }

    /// <summary>Writes the 20 bytes without the prefix.</summary>
    public void CopyBodyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], middle);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], low);
    }

    /// <summary>The 21 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The 42 lower-case digits the node's API uses, <c>41…</c>.</summary>
    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The base58check text, <c>T…</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Base58Check.Encode(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(TronAddress other) => high == other.high && middle == other.middle && low == other.low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TronAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(high, middle, low);

    /// <summary>Equality.</summary>
    public static bool operator ==(TronAddress left, TronAddress right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(TronAddress left, TronAddress right) => !left.Equals(right);

    private static TronAddressRefusal ParseText(string text, out TronAddress address)
    {
        address = default;
        if (text.Any(char.IsWhiteSpace))
        {
            return TronAddressRefusal.WhiteSpace;
        }

        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return TronAddressRefusal.EthereumStyle;
        }

        // Every base58 address of 40 and more characters would be a hexadecimal one with the odds of 2^-60: read as hex what looks like hex.
        // One that begins as such a form and has its length is one with a wrong digit.
        return (text.Length >= HexLength - 2 && text.All(char.IsAsciiHexDigit)) || (text.Length == HexLength && text.StartsWith("41", StringComparison.Ordinal))
            ? ParseHex(text, out address)
            : ParseBase58(text, out address);
    }

    private static TronAddressRefusal ParseHex(string text, out TronAddress address)
    {
        address = default;
        return text.Length == HexLength && Hex.TryDecode(text, out var bytes) && TryFromBytes(bytes, out address)
            ? TronAddressRefusal.None
            : TronAddressRefusal.BadHex;
    }

    private static TronAddressRefusal ParseBase58(string text, out TronAddress address)
    {
        address = default;
        Span<byte> payload = stackalloc byte[Length];
        switch (Base58Check.TryDecode(text, payload, out var length))
        {
            case Base58Check.Outcome.BadCharacter:
                return TronAddressRefusal.BadCharacter;
            case Base58Check.Outcome.TooLong:
                return TronAddressRefusal.WrongLength;
            case Base58Check.Outcome.BadChecksum:
                return text.Length == TextLength ? TronAddressRefusal.BadChecksum : TronAddressRefusal.WrongLength;
            default:
                if (length != Length)
                {
                    return TronAddressRefusal.WrongLength;
                }

                return TryFromBytes(payload, out address) ? TronAddressRefusal.None : TronAddressRefusal.WrongPrefix;
        }
    }
}
