using System.Buffers.Binary;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

/// <summary>Finds accounts' leaves in a kept tree, and their way to the root: one page and one tile per eight levels each, whatever the tree's size.</summary>
internal sealed class ProofReader(MarketplaceDbContext db, IPaymentNetwork network)
{
    public Task<SolvencySnapshot?> FindNewestAsync(CancellationToken cancellationToken)
    {
        var (name, asset) = (network.Info.Name, network.Info.Asset.Code);
        return db.Set<SolvencySnapshot>()
            .AsNoTracking()
            .Where(row => row.Network == name && row.Asset == asset)
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<SolvencyProof?> ReadAsync(IEnumerable<LedgerAccount> accounts, CancellationToken cancellationToken)
    {
        if (await FindNewestAsync(cancellationToken) is not { } snapshot)
        {
            return null;
        }

        var proofs = new List<AccountProof>();
        foreach (var account in accounts)
        {
            if (await FindLeafAsync(snapshot, account.Code, cancellationToken) is var (position, balance))
            {
                var nonce = Convert.ToHexStringLower(SnapshotMaker.NonceOf(snapshot.Secret, account.Code));
                proofs.Add(new AccountProof(account.Code, balance, nonce, position, await ReadPathAsync(snapshot, position, cancellationToken)));
            }
        }

        return new SolvencyProof(SolvencyViews.Of(snapshot, network.Info.House), proofs);
    }

    private async Task<(int Position, long Balance)?> FindLeafAsync(SolvencySnapshot snapshot, string account, CancellationToken cancellationToken)
    {
        var key = SnapshotMaker.KeyOf(snapshot.Secret, account);
        var number = SnapshotMaker.PageOf(key, snapshot.Leaves);
        var content = await db.Set<SolvencyPage>()
            .Where(row => row.SnapshotId == snapshot.Id && row.Number == number)
            .Select(row => row.Content)
            .SingleOrDefaultAsync(cancellationToken) ?? [];
        for (var at = 0; at < content.Length; at += SnapshotMaker.EntryBytes)
        {
            var entry = content.AsSpan(at, SnapshotMaker.EntryBytes);
            if (entry[..SnapshotMaker.KeyBytes].SequenceEqual(key))
            {
                var found = entry[SnapshotMaker.KeyBytes..];
                return (BinaryPrimitives.ReadInt32BigEndian(found), BinaryPrimitives.ReadInt64BigEndian(found[sizeof(int)..]));
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<ProofStep>> ReadPathAsync(SolvencySnapshot snapshot, int position, CancellationToken cancellationToken)
    {
        var (path, depth) = (new List<ProofStep>(), SumTree.Depth(snapshot.Leaves));
        for (var level = 0; path.Count < depth; level++)
        {
            var number = position >> SolvencyTile.Levels;
            var nodes = await db.Set<SolvencyTile>()
                .Where(row => row.SnapshotId == snapshot.Id && row.Level == level && row.Position == number)
                .Select(row => row.Content)
                .SingleAsync(cancellationToken);
            var place = position & (SolvencyTile.Nodes - 1);
            for (var step = 0; step < SolvencyTile.Levels && path.Count < depth; step++)
            {
                path.Add(ToStep(SumTree.NeighbourOf(nodes, place)));
                nodes = SumTree.Above(nodes);
                place >>= 1;
            }

            position = number;
        }

        return path;
    }

    private static ProofStep ToStep(ReadOnlySpan<byte> node) => new(SumTree.SumOf(node), Convert.ToHexStringLower(node[SumTree.SumBytes..]));
}
