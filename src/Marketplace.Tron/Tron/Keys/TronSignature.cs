using System.Security.Cryptography;

namespace Marketplace.Tron;

/// <summary>A recoverable signature: r (32 bytes), s (32), v (1).</summary>
/// <remarks>
/// TRON's transaction id does not cover the signature, and whoever relays a transaction can alter the signature without making it invalid:
/// never take a signature for an identity.
/// </remarks>
public sealed class TronSignature
{
    /// <summary>Length of the binary form.</summary>
    public const int Length = 65;

    private const int HeaderBase = 27;
    private const int HighestHeader = 34;

    private readonly byte[] bytes;

    private TronSignature(byte[] bytes, int recoveryId)
    {
        this.bytes = bytes;
        RecoveryId = recoveryId;
    }

    /// <summary>Which of the four candidate keys signed: 0 to 3.</summary>
    public int RecoveryId { get; }

    /// <summary>The 65 bytes as they came.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>
    /// Takes 65 or more bytes, as the node does (java-tron reads the first 65); v may be 0…3 (some signers) or 27…34.
    /// </summary>
    public static TronResult<TronSignature> FromBytes(ReadOnlySpan<byte> signature)
    {
        if (signature.Length < Length)
        {
            return new TronError(TronErrorCodes.InvalidSignature, $"A signature has {Length} bytes, this one {signature.Length}.");
        }

        int header = signature[Length - 1];
        header = header < HeaderBase ? header + HeaderBase : header;
        if (header > HighestHeader)
        {
            return new TronError(TronErrorCodes.InvalidSignature, $"Header byte out of range: {header}.");
        }

        return new TronSignature(signature[..Length].ToArray(), (header - HeaderBase) & 3);
    }

    /// <summary>Takes the hexadecimal form.</summary>
    public static TronResult<TronSignature> FromHex(string? hex) =>
        Hex.TryDecode(hex, out var decoded)
            ? FromBytes(decoded)
            : new TronError(TronErrorCodes.InvalidSignature, "The signature is not hexadecimal.");

    /// <summary>The address whose key signed this 32-byte hash.</summary>
    public TronResult<TronAddress> Recover(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != SHA256.HashSizeInBytes)
        {
            return new TronError(TronErrorCodes.InvalidSignature, "The signed hash has 32 bytes.");
        }

        Span<byte> publicKey = stackalloc byte[Secp256k1.PublicKeyBytes];
        return Secp256k1.Curve.TryRecover(hash, bytes.AsSpan(0, Secp256k1.SignatureBytes), RecoveryId, publicKey)
            ? TronAddress.FromPublicKey(publicKey)
            : new TronError(TronErrorCodes.InvalidSignature, "No public key belongs to this signature.");
    }

    /// <summary>The 130 lower-case digits.</summary>
    public string ToHex() => Convert.ToHexStringLower(bytes);

    /// <inheritdoc/>
    public override string ToString() => ToHex();

    /// <summary>Takes r and s in a buffer of 65 bytes, and completes it.</summary>
    internal static TronSignature Create(byte[] signature, int recoveryId)
    {
        signature[Length - 1] = (byte)(HeaderBase + recoveryId);
        return new TronSignature(signature, recoveryId);
    }
}
