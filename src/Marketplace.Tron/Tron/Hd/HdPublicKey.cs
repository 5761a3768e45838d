using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Marketplace.Tron;

/// <summary>A BIP-32 extended public key: derives every non-hardened address below it with no secret in the process.</summary>
/// <remarks>It is no secret, yet it links all of the account's addresses to each other: keep it private.</remarks>
public sealed class HdPublicKey
{
    private readonly byte[] publicKey;
    private readonly byte[] compressed;
    private readonly byte[] chainCode;
    private readonly HdNode node;

    private HdPublicKey(byte[] publicKey, byte[] compressed, byte[] chainCode, HdNode node)
    {
        this.publicKey = publicKey;
        this.compressed = compressed;
        this.chainCode = chainCode;
        this.node = node;
    }

    /// <summary>The address at this place of the tree.</summary>
    public TronAddress Address => TronAddress.FromPublicKey(publicKey);

    /// <summary>How many steps below the root: 3 for an account of BIP-44.</summary>
    public int Depth => node.Depth;

    /// <summary>Reads an <c>xpub…</c>.</summary>
    public static TronResult<HdPublicKey> Parse(string? xpub)
    {
        var chainCode = new byte[HdNode.ChainCodeBytes];
        var key = new byte[Secp256k1.CompressedBytes];
        var parsed = HdNode.Deserialize(xpub, HdNode.PublicVersion, chainCode, key);
        if (!parsed.IsSuccess)
        {
            return parsed.Error;
        }

        var publicKey = new byte[Secp256k1.PublicKeyBytes];
        return Secp256k1.Curve.TryParsePublicKey(key, publicKey)
            ? new HdPublicKey(publicKey, key, chainCode, parsed.Value)
            : new TronError(TronErrorCodes.InvalidExtendedKey, "The public key is not a point of the curve.");
    }

    /// <summary>One step down.</summary>
    /// <returns>The child; a failure for a hardened index, or in the one case of 2^127 where BIP-32 says to take the next.</returns>
    public TronResult<HdPublicKey> Child(uint index)
    {
        if (index >= HdPath.Hardened)
        {
            return new TronError(TronErrorCodes.InvalidExtendedKey, "A hardened child needs the private key.");
        }

        if (node.Child(compressed, index) is not { } childNode)
        {
            return new TronError(TronErrorCodes.InvalidExtendedKey, "A tree has at most 255 levels.");
        }

        Span<byte> data = stackalloc byte[37];
        compressed.CopyTo(data);
        BinaryPrimitives.WriteUInt32BigEndian(data[33..], index);
        Span<byte> hash = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData(chainCode, data, hash);
        var child = new byte[Secp256k1.PublicKeyBytes];
        return Secp256k1.Curve.TryTweakPublicKey(publicKey, hash[..32], child)
            ? new HdPublicKey(child, Secp256k1.Compress(child), hash[32..].ToArray(), childNode)
            : new TronError(TronErrorCodes.InvalidExtendedKey, "This index has no key; take the next.");
    }

    /// <summary>The address at <c>change/index</c> below an account key.</summary>
    public TronResult<TronAddress> DeriveAddress(uint index, uint change = 0) =>
        Child(change).Then(branch => branch.Child(index)).Map(child => child.Address);

    /// <summary>The <c>xpub…</c> text.</summary>
    public override string ToString() => node.Serialize(HdNode.PublicVersion, chainCode, compressed);

    internal static HdPublicKey Create(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> chainCode, HdNode node) =>
        new(publicKey.ToArray(), Secp256k1.Compress(publicKey), chainCode.ToArray(), node);
}
