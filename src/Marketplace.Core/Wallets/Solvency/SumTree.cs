using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Wallets;

/// <summary>
/// The arithmetic of a Merkle-sum tree, as <c>docs/solvency.md</c> states it byte by byte. A node is 40 bytes: its sum (8, big endian) and its hash (32); the two
/// children's nodes, one after the other, are what their parent hashes. Frozen: proofs that people keep must verify for ever.
/// </summary>
internal static class SumTree
{
    public const int SumBytes = sizeof(long);
    public const int HashBytes = SHA256.HashSizeInBytes;
    public const int NodeBytes = SumBytes + HashBytes;
    public const int NonceBytes = 32;
    private const byte LeafTag = 0;
    private const byte NodeTag = 1;

    /// <summary>Stands where a node has no right neighbour: nothing is owed there, and no bytes are known that hash to it.</summary>
    private static readonly byte[] Nobody = new byte[NodeBytes];

    /// <summary>How many steps lead from a leaf to the root.</summary>
    public static int Depth(int leaves) => leaves <= 1 ? 0 : BitOperations.Log2((uint)leaves - 1) + 1;

    /// <exception cref="SolvencyException">The balance is negative.</exception>
    public static void WriteLeaf(Span<byte> node, ReadOnlySpan<byte> nonce, string account, string asset, long balance)
    {
        if (balance < 0)
        {
            throw new SolvencyException($"{account} has {balance}: a negative leaf would hide what is owed to others.");
        }

        Span<byte> text = stackalloc byte[1 + NonceBytes + 1 + byte.MaxValue + 1 + byte.MaxValue + SumBytes];
        text[0] = LeafTag;
        nonce.CopyTo(text[1..]);
        var length = 1 + NonceBytes;
        length += WriteText(text[length..], account);
        length += WriteText(text[length..], asset);
        BinaryPrimitives.WriteInt64BigEndian(text[length..], balance);
        BinaryPrimitives.WriteInt64BigEndian(node, balance);
        SHA256.HashData(text[..(length + SumBytes)], node[SumBytes..]);
    }

    /// <summary>The nodes above these, half as many.</summary>
    /// <exception cref="SolvencyException">The sum passes 64 bits, or a node is negative.</exception>
    public static byte[] Above(ReadOnlySpan<byte> nodes)
    {
        var count = nodes.Length / NodeBytes;
        var above = new byte[(count + 1) / 2 * NodeBytes];
        for (var place = 0; place < count; place += 2)
        {
            var right = place + 1 < count ? NodeAt(nodes, place + 1) : Nobody;
            WriteParent(above.AsSpan(place / 2 * NodeBytes, NodeBytes), NodeAt(nodes, place), right);
        }

        return above;
    }

    public static ReadOnlySpan<byte> NodeAt(ReadOnlySpan<byte> nodes, int place) => nodes.Slice(place * NodeBytes, NodeBytes);

    public static ReadOnlySpan<byte> NeighbourOf(ReadOnlySpan<byte> nodes, int place) =>
        (place ^ 1) * NodeBytes < nodes.Length ? NodeAt(nodes, place ^ 1) : Nobody;

    public static long SumOf(ReadOnlySpan<byte> node) => BinaryPrimitives.ReadInt64BigEndian(node);

    /// <summary>The root of no leaves, too.</summary>
    public static byte[] Root(ReadOnlySpan<byte> nodes)
    {
        var level = nodes.Length == 0 ? Nobody : nodes.ToArray();
        while (level.Length > NodeBytes)
        {
            level = Above(level);
        }

        return level;
    }

    private static void WriteParent(Span<byte> parent, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (first, second) = (SumOf(left), SumOf(right));
        if (first < 0 || second < 0 || first > long.MaxValue - second)
        {
            throw new SolvencyException("A sum in the tree is negative or passes 64 bits.");
        }

        Span<byte> text = stackalloc byte[1 + NodeBytes + NodeBytes];
        text[0] = NodeTag;
        left.CopyTo(text[1..]);
        right.CopyTo(text[(1 + NodeBytes)..]);
        BinaryPrimitives.WriteInt64BigEndian(parent, first + second);
        SHA256.HashData(text, parent[SumBytes..]);
    }

    /// <summary>With its length in front, so that no two texts run into each other.</summary>
    private static int WriteText(Span<byte> to, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, to[1..]);
        to[0] = checked((byte)length);
        return 1 + length;
    }
}

/// <summary>The books can not be put into a tree that proves anything: they are broken.</summary>
/// <param name="message">What is wrong with them.</param>
internal sealed class SolvencyException(string message) : Exception(message);
