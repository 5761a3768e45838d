using System.Security.Cryptography;

namespace Marketplace.Tron;

/// <summary>
/// A private key: 32 bytes, always, in [1, n − 1]. Never printed; its buffer is zeroed by <see cref="Dispose"/>.
/// </summary>
/// <remarks>
/// The buffer is pinned, so that the garbage collector leaves no copy behind. Where BouncyCastle signs (see <see cref="TronAcceleration"/>), it holds
/// the number in an object of its own, which can not be zeroed and lives until the next collection.
/// </remarks>
public sealed class TronKey : IDisposable
{
    private readonly byte[] secret;
    private readonly byte[] publicKey;
    private bool disposed;

    private TronKey(byte[] secret, byte[] publicKey)
    {
        this.secret = secret;
        this.publicKey = publicKey;
        Address = TronAddress.FromPublicKey(publicKey);
    }

    /// <summary>The address of this key.</summary>
    public TronAddress Address { get; }

    /// <summary>The public key, uncompressed: 65 bytes, the first <c>04</c>.</summary>
    public ReadOnlySpan<byte> PublicKey => publicKey;

    /// <summary>Takes 32 bytes; the caller clears his own copy.</summary>
    /// <returns>The key, or <see cref="TronErrorCodes.InvalidKey"/> for another length or a number outside [1, n − 1].</returns>
    public static TronResult<TronKey> FromBytes(ReadOnlySpan<byte> privateKey)
    {
        if (privateKey.Length != Secp256k1.ScalarBytes)
        {
            return new TronError(TronErrorCodes.InvalidKey, $"A private key has 32 bytes, not {privateKey.Length}.");
        }

        var publicKey = new byte[Secp256k1.PublicKeyBytes];
        if (!Secp256k1.Curve.TryGetPublicKey(privateKey, publicKey))
        {
            return new TronError(TronErrorCodes.InvalidKey, "The number is zero or not below the order of the curve.");
        }

        var secret = GC.AllocateUninitializedArray<byte>(Secp256k1.ScalarBytes, pinned: true);
        privateKey.CopyTo(secret);
        return new TronKey(secret, publicKey);
    }

    /// <summary>Takes 64 hexadecimal digits, without <c>0x</c>.</summary>
    public static TronResult<TronKey> FromHex(string? privateKey)
    {
        if (!Hex.TryDecode(privateKey, out var bytes))
        {
            return new TronError(TronErrorCodes.InvalidKey, "The private key is not hexadecimal.");
        }

        try
        {
            return FromBytes(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>A new key from the operating system's random source.</summary>
    public static TronKey Generate()
    {
        Span<byte> candidate = stackalloc byte[Secp256k1.ScalarBytes];
        while (true)
        {
            RandomNumberGenerator.Fill(candidate);
            var key = FromBytes(candidate);
            if (key.IsSuccess)
            {
                CryptographicOperations.ZeroMemory(candidate);
                return key.Value;
            }
        }
    }

    /// <summary>The public key, compressed: 33 bytes.</summary>
    public byte[] CompressedPublicKey() => Secp256k1.Compress(publicKey);

    /// <summary>Signs a 32-byte hash: RFC 6979 nonce, low s, v = 27 + recovery id. Deterministic.</summary>
    /// <param name="hash">The hash; a transaction's id, for instance.</param>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The key is zeroed.</exception>
    public TronSignature Sign(ReadOnlySpan<byte> hash)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (hash.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("The hash to sign has 32 bytes.", nameof(hash));
        }

        var signature = new byte[TronSignature.Length];
        return TronSignature.Create(signature, Secp256k1.Curve.Sign(secret, hash, signature.AsSpan(0, Secp256k1.SignatureBytes)));
    }

    /// <summary>Signs, then recovers the signer from the signature and compares: a faulty computation never leaves the process.</summary>
    /// <exception cref="CryptographicException">The signature does not verify: broken hardware or a fault attack.</exception>
    public TronSignature SignAndVerify(ReadOnlySpan<byte> hash)
    {
        var signature = Sign(hash);
        var signer = signature.Recover(hash);
        return signer.IsSuccess && signer.Value == Address
            ? signature
            : throw new CryptographicException("A signature just made does not verify.");
    }

    /// <summary>Copies the secret out, for an encrypted vault. The caller zeroes the destination.</summary>
    /// <exception cref="ObjectDisposedException">The key is zeroed.</exception>
    public void CopySecretTo(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        secret.CopyTo(destination);
    }

    /// <summary>Zeroes the secret.</summary>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>The address; never the secret.</summary>
    public override string ToString() => $"key of {Address}";
}
