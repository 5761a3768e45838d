using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;

namespace Marketplace.Ledger;

internal sealed class PostTransfersHandler(IBooks books, PostingDesk desk) : IRequestHandler<PostTransfers, Result<IReadOnlyList<Result<PostedTransfer>>>>
{
    public async Task<Result<IReadOnlyList<Result<PostedTransfer>>>> Handle(PostTransfers request, CancellationToken cancellationToken)
    {
        if (request.Transfers.Count > PostTransfers.MostAtOnce)
        {
            return LedgerErrors.TooManyAtOnce;
        }

        var checks = request.Transfers.Select(transfer => desk.Check(transfer)).ToList();
        var answers = await books.PostAsync([.. checks.Where(check => check.Succeeded).Select(check => check.Value!)], cancellationToken);
        var posted = new Queue<Result<PostedTransfer>>(answers);
        return checks.Select(check => check.Succeeded ? posted.Dequeue() : check.Error).ToArray();
    }
}
