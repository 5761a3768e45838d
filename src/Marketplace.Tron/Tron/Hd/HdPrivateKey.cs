using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tron;

/// <summary>A BIP-32 extended private key. Zeroed by <see cref="Dispose"/>; prints its place in the tree only.</summary>
/// <remarks>An account's xpub together with any one of its child private keys reveals the account's private key: never export children.</remarks>
public sealed class HdPrivateKey : IDisposable
{
    private readonly TronKey key;
    private readonly byte[] chainCode;
    private readonly HdNode node;

    private HdPrivateKey(TronKey key, byte[] chainCode, HdNode node)
    {
        this.key = key;
        this.chainCode = chainCode;
        this.node = node;
    }

    /// <summary>The key itself; it is zeroed together with this object.</summary>
    public TronKey Key => key;

    /// <summary>The chain code.</summary>
    public ReadOnlySpan<byte> ChainCode => chainCode;

    /// <summary>The root key of a seed of 16 to 64 bytes.</summary>
    public static TronResult<HdPrivateKey> FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length is < 16 or > 64)
        {
            return new TronError(TronErrorCodes.InvalidExtendedKey, "A seed has 16 to 64 bytes.");
        }

        Span<byte> hash = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData("Bitcoin seed"u8, seed, hash);
        return Create(hash[..32], hash[32..], HdNode.Root, hash);
    }

    /// <summary>Reads an <c>xprv…</c>.</summary>
    public static TronResult<HdPrivateKey> Parse(string? xprv)
    {
        Span<byte> secrets = stackalloc byte[33 + HdNode.ChainCodeBytes];
        var parsed = HdNode.Deserialize(xprv, HdNode.PrivateVersion, secrets[33..], secrets[..33]);
        if (!parsed.IsSuccess)
        {
            return parsed.Error;
        }

        return secrets[0] != 0
            ? new TronError(TronErrorCodes.InvalidExtendedKey, "The private key's padding is not zero.")
            : Create(secrets[1..33], secrets[33..], parsed.Value, secrets);
    }

    /// <summary>One step down; add <see cref="HdPath.Hardened"/> for a hardened child.</summary>
    /// <returns>The child, or a failure in the one case of 2^127 where BIP-32 says to take the next index.</returns>
    public TronResult<HdPrivateKey> Child(uint index)
    {
        var compressed = key.CompressedPublicKey();
        if (node.Child(compressed, index) is not { } childNode)
        {
            return new TronError(TronErrorCodes.InvalidExtendedKey, "A tree has at most 255 levels.");
        }

        Span<byte> data = stackalloc byte[37];
        if (index >= HdPath.Hardened)
        {
            data[0] = 0;
            key.CopySecretTo(data[1..]);
        }
        else
        {
            compressed.CopyTo(data);
        }

        BinaryPrimitives.WriteUInt32BigEndian(data[33..], index);
        Span<byte> hash = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData(chainCode, data, hash);
        var child = data[..Secp256k1.ScalarBytes];
        key.CopySecretTo(child);
        var exists = Secp256k1.Curve.TryTweakPrivateKey(child, hash[..32]);
        child.CopyTo(hash);
        CryptographicOperations.ZeroMemory(data);
        if (!exists)
        {
            CryptographicOperations.ZeroMemory(hash);
            return new TronError(TronErrorCodes.InvalidExtendedKey, "This index has no key; take the next.");
        }

        return Create(hash[..32], hash[32..], childNode, hash);
    }

    /// <summary>Follows a path such as <see cref="HdPath.Address"/>; the keys in between are zeroed.</summary>
    public TronResult<HdPrivateKey> Derive(string path)
    {
        var indexes = HdPath.Parse(path);
        if (!indexes.IsSuccess)
        {
            return indexes.Error;
        }

        var current = TronResult<HdPrivateKey>.Success(this);
        foreach (var index in indexes.Value)
        {
            var parent = current.Value;
            current = parent.Child(index);
            if (!ReferenceEquals(parent, this))
            {
                parent.Dispose();
            }

            if (!current.IsSuccess)
            {
                return current;
            }
        }

        // "m" is this key: hand out a copy, because the caller disposes what he derived.
        return ReferenceEquals(current.Value, this) ? Copy() : current;
    }

    /// <summary>The extended public key, which derives the same addresses and holds no secret.</summary>
    public HdPublicKey ToPublic() => HdPublicKey.Create(key.PublicKey, chainCode, node);

    /// <summary>The <c>xprv…</c> text, for a backup. It is the wallet below this point.</summary>
    public string RevealXprv()
    {
        Span<byte> secret = stackalloc byte[Secp256k1.ScalarBytes + 1];
        secret[0] = 0;
        key.CopySecretTo(secret[1..]);
        var text = node.Serialize(HdNode.PrivateVersion, chainCode, secret);
        CryptographicOperations.ZeroMemory(secret);
        return text;
    }

    /// <summary>Zeroes the key and the chain code.</summary>
    public void Dispose()
    {
        key.Dispose();
        CryptographicOperations.ZeroMemory(chainCode);
    }

    /// <summary>The depth and the address; never a secret.</summary>
    public override string ToString() => new StringBuilder("extended key at depth ").Append(node.Depth).Append(" of ").Append(key.Address).ToString();

    private TronResult<HdPrivateKey> Copy()
    {
        Span<byte> secret = stackalloc byte[Secp256k1.ScalarBytes];
        key.CopySecretTo(secret);
        return Create(secret, chainCode, node, secret);
    }

    /// <summary>Builds the key and zeroes the caller's working memory.</summary>
    private static TronResult<HdPrivateKey> Create(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> chainCode, HdNode node, Span<byte> working)
    {
        var chain = GC.AllocateUninitializedArray<byte>(HdNode.ChainCodeBytes, pinned: true);
        chainCode.CopyTo(chain);
        var created = TronKey.FromBytes(secret);
        CryptographicOperations.ZeroMemory(working);
        return created.IsSuccess
            ? new HdPrivateKey(created.Value, chain, node)
            : new TronError(TronErrorCodes.InvalidExtendedKey, created.Error.Message);
    }
}
