using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Marketplace.Tron;

/// <summary>What private and public extended keys share: the place in the tree and the 78-byte serialization of BIP-32.</summary>
internal readonly record struct HdNode(byte Depth, uint ParentFingerprint, uint Index)
{
    internal const uint PrivateVersion = 0x0488ADE4;
    internal const uint PublicVersion = 0x0488B21E;
    internal const int ChainCodeBytes = 32;
    internal const int SerializedBytes = 78;

    internal static HdNode Root => default;

    internal HdNode? Child(ReadOnlySpan<byte> parentPublicKey, uint index) =>
        Depth == byte.MaxValue ? null : new HdNode((byte)(Depth + 1), Fingerprint(parentPublicKey), index);

    internal string Serialize(uint version, ReadOnlySpan<byte> chainCode, ReadOnlySpan<byte> key)
    {
        Span<byte> data = stackalloc byte[SerializedBytes];
        BinaryPrimitives.WriteUInt32BigEndian(data, version);
        data[4] = Depth;
        BinaryPrimitives.WriteUInt32BigEndian(data[5..], ParentFingerprint);
        BinaryPrimitives.WriteUInt32BigEndian(data[9..], Index);
        chainCode.CopyTo(data[13..]);
        key.CopyTo(data[(SerializedBytes - key.Length)..]);
        var text = Base58Check.Encode(data);
        CryptographicOperations.ZeroMemory(data);
        return text;
    }

    internal static TronResult<HdNode> Deserialize(string? text, uint version, Span<byte> chainCode, Span<byte> key)
    {
        Span<byte> data = stackalloc byte[SerializedBytes];
        var outcome = Base58Check.TryDecode(text ?? "", data, out var length);
        if (outcome != Base58Check.Outcome.Ok || length != SerializedBytes || BinaryPrimitives.ReadUInt32BigEndian(data) != version)
        {
            return new TronError(TronErrorCodes.InvalidExtendedKey, $"Not an {(version == PublicVersion ? "xpub" : "xprv")}: {outcome}.");
        }

        data.Slice(13, ChainCodeBytes).CopyTo(chainCode);
        data[45..].CopyTo(key);
        var node = new HdNode(data[4], BinaryPrimitives.ReadUInt32BigEndian(data[5..]), BinaryPrimitives.ReadUInt32BigEndian(data[9..]));
        CryptographicOperations.ZeroMemory(data);
        return node.Depth == 0 && (node.Index != 0 || node.ParentFingerprint != 0)
            ? new TronError(TronErrorCodes.InvalidExtendedKey, "A root key has no parent.")
            : node;
    }

    private static uint Fingerprint(ReadOnlySpan<byte> publicKey)
    {
        var ripemd = new RipeMD160Digest();
        ripemd.BlockUpdate(SHA256.HashData(publicKey), 0, SHA256.HashSizeInBytes);
        var hash = new byte[ripemd.GetDigestSize()];
        ripemd.DoFinal(hash, 0);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
