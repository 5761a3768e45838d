using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Ledger.Posting;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class ReverseTransferHandler(MarketplaceDbContext db, IBooks books, PostingDesk desk)
    : IRequestHandler<ReverseTransfer, Result<PostedTransfer>>
{
    public async Task<Result<PostedTransfer>> Handle(ReverseTransfer request, CancellationToken cancellationToken)
    {
        var reversed = await db.Set<JournalRow>().AsNoTracking().SingleOrDefaultAsync(line => line.Id == request.TransferId, cancellationToken);
        if (reversed is null)
        {
            return LedgerErrors.TransferNotFound.With("transfer", request.TransferId);
        }

        if (reversed.Reverses is not null)
        {
            return LedgerErrors.NotReversible.With("transfer", request.TransferId);
        }

        var opposite = new Transfer(request.Key, ReverseTransfer.Kind, request.Reference, await OppositeAsync(request.TransferId, cancellationToken));
        return await books.PostAsync(desk.Check(opposite, request.TransferId), cancellationToken);
    }

    private async Task<IReadOnlyList<Entry>> OppositeAsync(long transferId, CancellationToken cancellationToken)
    {
        var entries = await JournalEntries.Of(db)
            .Where(entry => entry.JournalId == transferId)
            .ToListAsync(cancellationToken);

        // The journal does not keep the order its entries were asked in: the reversal has one of its own, so that it is the same request every time.
        return
        [
            .. entries
                .OrderBy(entry => entry.Code, StringComparer.Ordinal)
                .ThenBy(entry => entry.Asset, StringComparer.Ordinal)
                .Select(entry => new Entry(new LedgerAccount(entry.Code), checked(-entry.Amount), entry.Asset)),
        ];
    }
}
