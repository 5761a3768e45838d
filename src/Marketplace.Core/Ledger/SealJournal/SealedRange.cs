using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>A range of the journal as it is now: its hash, its transfers, and entries in it that belong to no transfer.</summary>
internal sealed record SealedRange(byte[] Hash, long Transfers, long Strays)
{
    private const int PageSize = 500;

    /// <summary>Reads the range a page at a time.</summary>
    /// <param name="db">The context.</param>
    /// <param name="previous">The seal before, or null for the first, which covers whatever is numbered below it, too.</param>
    /// <param name="to">The last number.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<SealedRange> ReadAsync(MarketplaceDbContext db, SealRow? previous, long to, CancellationToken cancellationToken)
    {
        using var hash = new SealHash(PreviousHash(previous), Sequence(previous), From(previous), to);
        var (transfers, strays, after) = (0L, 0L, previous?.ToId ?? long.MinValue);
        for (var isLast = false; !isLast;)
        {
            var below = after;
            var page = await db.Set<JournalRow>()
                .AsNoTracking()
                .Where(line => line.Id > below && line.Id <= to)
                .OrderBy(line => line.Id)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            isLast = page.Count < PageSize;
            after = isLast ? to : page[^1].Id;
            var above = after;
            // One statement for both places an entry may be in: it may move from one to the other at any moment.
            var entries = (await JournalEntries.Of(db)
                    .Where(entry => entry.JournalId > below && entry.JournalId <= above)
                    .ToListAsync(cancellationToken))
                .ToLookup(entry => entry.JournalId);
            foreach (var line in page)
            {
                hash.Add(line, entries[line.Id]);
            }

            transfers += page.Count;
            strays += entries.Select(group => group.Key).Except(page.Select(line => line.Id)).Count();
        }

        return new SealedRange(hash.Finish(), transfers, strays);
    }

    public static long Sequence(SealRow? previous) => (previous?.Sequence ?? 0) + 1;

    public static long From(SealRow? previous) => (previous?.ToId ?? 0) + 1;

    public static byte[] PreviousHash(SealRow? previous) => previous?.Hash ?? new byte[SealHash.Length];
}
