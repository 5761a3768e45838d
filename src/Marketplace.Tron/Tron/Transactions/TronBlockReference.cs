using System.Buffers.Binary;

namespace Marketplace.Tron;

/// <summary>
/// The block a transaction refers to ("TAPOS"): it is valid only on a chain that holds this block among its last 65,536.
/// Take a solid block, so that no fork can make the transaction invalid.
/// </summary>
/// <param name="Bytes">The low 16 bits of the block's number, big-endian.</param>
/// <param name="Hash">Bytes 8 to 15 of the block's id, big-endian.</param>
public readonly record struct TronBlockReference(ushort Bytes, ulong Hash)
{
    /// <summary>The reference to a block of this number and id (64 hexadecimal digits).</summary>
    /// <exception cref="ArgumentException">The id is not a block id of that number.</exception>
    public static TronBlockReference To(long number, string blockId)
    {
        if (!Hex.IsHash(blockId) || !Hex.TryDecode(blockId, out var id) || BinaryPrimitives.ReadInt64BigEndian(id) != number)
        {
            throw new ArgumentException($"Not the id of block {number}.", nameof(blockId));
        }

        return new TronBlockReference((ushort)number, BinaryPrimitives.ReadUInt64BigEndian(id.AsSpan(8)));
    }

    internal byte[] EncodeBytes()
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Bytes);
        return bytes;
    }

    internal byte[] EncodeHash()
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Hash);
        return bytes;
    }

    internal static TronBlockReference? Decode(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> hash) =>
        bytes.Length == 2 && hash.Length == 8
            ? new TronBlockReference(BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(hash))
            : null;
}
