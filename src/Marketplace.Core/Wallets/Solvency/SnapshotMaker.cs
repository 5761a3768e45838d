using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Ledger;

namespace Marketplace.Wallets;

/// <summary>What a tree is kept as.</summary>
/// <param name="Root">The root's 40 bytes.</param>
/// <param name="Tiles">The nodes.</param>
/// <param name="Pages">Where whose leaf is.</param>
internal sealed record KeptTree(byte[] Root, IReadOnlyList<SolvencyTile> Tiles, IReadOnlyList<SolvencyPage> Pages);

/// <summary>Makes the tree over what is owed, and what is needed to find anybody's leaf in it again.</summary>
internal static class SnapshotMaker
{
    public const int KeyBytes = 16;
    public const int EntryBytes = KeyBytes + sizeof(int) + sizeof(long);
    private const int AccountsPerPage = 256;

    public static byte[] NonceOf(byte[] secret, string account) => Mac(secret, "nonce:", account);

    public static byte[] KeyOf(byte[] secret, string account) => Mac(secret, "place:", account)[..KeyBytes];

    public static int PageOf(ReadOnlySpan<byte> key, int leaves) => (int)(BinaryPrimitives.ReadUInt32BigEndian(key) % (uint)Pages(leaves));

    /// <exception cref="SolvencyException">An account is below zero, or the sum passes 64 bits.</exception>
    public static KeptTree Make(Guid snapshot, byte[] secret, string asset, IReadOnlyList<Liability> owed)
    {
        var (nodes, order) = MakeLeaves(secret, asset, owed);
        var tiles = new List<SolvencyTile>();
        var level = nodes;
        for (var stored = 0; ; stored++)
        {
            Cut(tiles, snapshot, stored, level);
            if (level.Length <= SolvencyTile.Nodes * SumTree.NodeBytes)
            {
                return new KeptTree(SumTree.Root(level), tiles, MakePages(snapshot, secret, owed, order));
            }

            for (var up = 0; up < SolvencyTile.Levels; up++)
            {
                level = SumTree.Above(level);
            }
        }
    }

    /// <summary>In the order of their hashes, which says nothing about whose they are or when he came.</summary>
    private static (byte[] Nodes, int[] Order) MakeLeaves(byte[] secret, string asset, IReadOnlyList<Liability> owed)
    {
        var leaves = new byte[owed.Count][];
        var order = new int[owed.Count];
        for (var index = 0; index < owed.Count; index++)
        {
            var (account, amount) = owed[index];
            leaves[index] = new byte[SumTree.NodeBytes];
            SumTree.WriteLeaf(leaves[index], NonceOf(secret, account.Code), account.Code, asset, amount);
            order[index] = index;
        }

        Array.Sort(order, (one, other) => leaves[one].AsSpan(SumTree.SumBytes).SequenceCompareTo(leaves[other].AsSpan(SumTree.SumBytes)));
        var nodes = new byte[owed.Count * SumTree.NodeBytes];
        for (var position = 0; position < order.Length; position++)
        {
            leaves[order[position]].CopyTo(nodes, position * SumTree.NodeBytes);
        }

        return (nodes, order);
    }

    private static void Cut(List<SolvencyTile> tiles, Guid snapshot, int level, byte[] nodes)
    {
        var position = 0;
        foreach (var content in nodes.Chunk(SolvencyTile.Nodes * SumTree.NodeBytes))
        {
            tiles.Add(new SolvencyTile { SnapshotId = snapshot, Level = level, Position = position++, Content = content });
        }
    }

    private static List<SolvencyPage> MakePages(Guid snapshot, byte[] secret, IReadOnlyList<Liability> owed, int[] order)
    {
        var pages = new List<byte>[Pages(owed.Count)];
        Span<byte> entry = stackalloc byte[EntryBytes];
        for (var position = 0; position < order.Length; position++)
        {
            var (account, amount) = owed[order[position]];
            KeyOf(secret, account.Code).CopyTo(entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[KeyBytes..], position);
            BinaryPrimitives.WriteInt64BigEndian(entry[(KeyBytes + sizeof(int))..], amount);
            (pages[PageOf(entry, owed.Count)] ??= []).AddRange(entry);
        }

        return [.. pages.Index().Where(page => page.Item is not null).Select(page => new SolvencyPage { SnapshotId = snapshot, Number = page.Index, Content = [.. page.Item] })];
    }

    private static int Pages(int leaves) => Math.Max(1, leaves / AccountsPerPage);

    private static byte[] Mac(byte[] secret, string purpose, string account) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(purpose + account));
}
