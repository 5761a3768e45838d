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
        var posting = desk.Check(opposite, request.TransferId);
        return posting.Succeeded ? (await books.PostAsync([posting.Value], cancellationToken))[0] : posting.Error;
    }

    private async Task<IReadOnlyList<Entry>> OppositeAsync(long transferId, CancellationToken cancellationToken)
    {
        var entries = await JournalEntries.Of(db)
            .Where(entry => entry.JournalId == transferId)
            .OrderBy(entry => entry.AccountId)
            .ToListAsync(cancellationToken);
        return [.. entries.Select(entry => new Entry(new LedgerAccount(entry.Code), checked(-entry.Amount), entry.Asset))];
    }
}
