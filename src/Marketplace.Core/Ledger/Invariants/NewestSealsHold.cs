using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>A look at the newest seals only; the whole chain is for <see cref="VerifySeals"/>.</summary>
internal sealed class NewestSealsHold(MarketplaceDbContext db) : IInvariant
{
    private const int Looked = 2;

    public string Name => "The newest seals of history hold";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        var newest = await db.Set<SealRow>()
            .AsNoTracking()
            .OrderByDescending(seal => seal.Sequence)
            .Take(Looked + 1)
            .ToListAsync(cancellationToken);
        newest.Reverse();
        for (var place = newest.Count > Looked ? 1 : 0; place < newest.Count; place++)
        {
            if (await SealInspection.InspectAsync(db, place == 0 ? null : newest[place - 1], newest[place], cancellationToken) is { } broken)
            {
                return string.Create(CultureInfo.InvariantCulture, $"seal {broken.Sequence} (transfers {broken.FromId} to {broken.ToId}): {broken.Detail}");
            }
        }

        return null;
    }
}
