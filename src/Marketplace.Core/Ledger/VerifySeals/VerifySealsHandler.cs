using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class VerifySealsHandler(MarketplaceDbContext db) : IRequestHandler<VerifySeals, SealVerification>, IRequestHandler<GetSealHead, SealHead?>
{
    private const int PageSize = 100;

    public async Task<SealVerification> Handle(VerifySeals request, CancellationToken cancellationToken)
    {
        SealRow? previous = null;
        BrokenSeal? broken = null;
        var (transfers, anchorHolds) = (0L, false);
        for (var isLast = false; !isLast && broken is null;)
        {
            var after = previous?.Sequence ?? long.MinValue;
            var page = await db.Set<SealRow>()
                .AsNoTracking()
                .Where(seal => seal.Sequence > after)
                .OrderBy(seal => seal.Sequence)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            isLast = page.Count < PageSize;
            foreach (var seal in page)
            {
                broken = await SealInspection.InspectAsync(db, previous, seal, cancellationToken);
                if (broken is not null)
                {
                    break;
                }

                transfers += seal.Transfers;
                anchorHolds |= HeadOf(seal) == request.Anchor;
                previous = seal;
            }
        }

        var newest = await db.Set<SealRow>().Select(seal => (long?)seal.ToId).MaxAsync(cancellationToken) ?? 0;
        return new SealVerification(
            previous?.Sequence ?? 0,
            transfers,
            await db.Set<JournalRow>().LongCountAsync(line => line.Id > newest, cancellationToken),
            previous is null ? null : HeadOf(previous),
            broken,
            request.Anchor is null ? null : anchorHolds);
    }

    public async Task<SealHead?> Handle(GetSealHead request, CancellationToken cancellationToken) =>
        await db.Set<SealRow>().AsNoTracking().OrderByDescending(seal => seal.Sequence).FirstOrDefaultAsync(cancellationToken) is { } newest
            ? HeadOf(newest)
            : null;

    private static SealHead HeadOf(SealRow seal) => new(seal.Sequence, Convert.ToHexStringLower(seal.Hash));
}
