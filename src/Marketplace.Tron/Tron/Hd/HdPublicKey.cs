using System.Buffers.Binary;
using System.Security.Cryptography;
using ECPoint = Org.BouncyCastle.Math.EC.ECPoint;

namespace Marketplace.Tron;

/// <summary>A BIP-32 extended public key: derives every non-hardened address below it with no secret in the process.</summary>
/// <remarks>It is no secret, yet it links all of the account's addresses to each other: keep it private.</remarks>
public sealed class HdPublicKey
{
    private readonly ECPoint point;
    private readonly byte[] compressed;
    private readonly byte[] chainCode;
    private readonly HdNode node;

    private HdPublicKey(ECPoint point, byte[] compressed, byte[] chainCode, HdNode node)
    {
        this.point = point;
        this.compressed = compressed;
        this.chainCode = chainCode;
        this.node = node;
    }

    /// <summary>The address at this place of the tree.</summary>
    public TronAddress Address => TronAddress.FromPublicKey(Secp256k1.Encode(point, compressed: false));

    /// <summary>How many steps below the root: 3 for an account of BIP-44.</summary>
    public int Depth => node.Depth;

    /// <summary>Reads an <c>xpub…</c>.</summary>
    public static TronResult<HdPublicKey> Parse(string? xpub)
    {
        var chainCode = new byte[HdNode.ChainCodeBytes];
        var key = new byte[33];
        var parsed = HdNode.Deserialize(xpub, HdNode.PublicVersion, chainCode, key);
        if (!parsed.IsSuccess)
        {
            return parsed.Error;
        }

        return Secp256k1.TryDecode(key) is { } point
            ? new HdPublicKey(point, key, chainCode, parsed.Value)
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
        var tweak = Secp256k1.ToScalar(hash[..32]);
        if (tweak.CompareTo(Secp256k1.Order) >= 0)
        {
            return NoKeyHere();
        }

        var child = Secp256k1.MultiplyGenerator(tweak).Add(point).Normalize();
        return child.IsInfinity
            ? NoKeyHere()
            : new HdPublicKey(child, Secp256k1.Encode(child, compressed: true), hash[32..].ToArray(), childNode);
    }

    /// <summary>The address at <c>change/index</c> below an account key.</summary>
    public TronResult<TronAddress> DeriveAddress(uint index, uint change = 0) =>
        Child(change).Then(branch => branch.Child(index)).Map(child => child.Address);

    /// <summary>The <c>xpub…</c> text.</summary>
    public override string ToString() => node.Serialize(HdNode.PublicVersion, chainCode, compressed);

    internal static HdPublicKey Create(byte[] compressed, ReadOnlySpan<byte> chainCode, HdNode node) =>
        new(Secp256k1.TryDecode(compressed)!, compressed, chainCode.ToArray(), node);

    private static TronError NoKeyHere() => new(TronErrorCodes.InvalidExtendedKey, "This index has no key; take the next.");
}
