namespace Marketplace.Tron;

/// <summary>
/// What keys, signatures and derivation need of the curve. Every implementation gives the same bytes for the same input. Lengths are the caller's
/// affair: 32 bytes for scalars and hashes, 64 for r and s, 65 for public keys (uncompressed, the first byte <c>04</c>).
/// </summary>
internal interface ISecp256k1
{
    /// <summary>What people are told.</summary>
    string Name { get; }

    /// <summary>The public key; false where the private key is not in [1, n − 1].</summary>
    bool TryGetPublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey);

    /// <summary>Reads a public key of 33 or 65 bytes; false where it is no point of the curve.</summary>
    bool TryParsePublicKey(ReadOnlySpan<byte> encoded, Span<byte> publicKey);

    /// <summary>Signs with the nonce of RFC 6979 and s in the lower half.</summary>
    /// <returns>The recovery id.</returns>
    int Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash, Span<byte> signature);

    /// <summary>The public key that made the signature (SEC 1, 4.1.6); false where there is none.</summary>
    bool TryRecover(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, int recoveryId, Span<byte> publicKey);

    /// <summary>The public child of BIP-32: key + tweak × G; false where the tweak is not below n or nothing is left.</summary>
    bool TryTweakPublicKey(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> tweak, Span<byte> child);

    /// <summary>The private child of BIP-32, in place: key + tweak mod n; false where the tweak is not below n or the sum is zero.</summary>
    bool TryTweakPrivateKey(Span<byte> privateKey, ReadOnlySpan<byte> tweak);
}
