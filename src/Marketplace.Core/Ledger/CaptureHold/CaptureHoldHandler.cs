using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;

namespace Marketplace.Ledger;

internal sealed class CaptureHoldHandler(IBooks books, PostingDesk desk) : IRequestHandler<CaptureHold, Result<PostedTransfer>>
{
    public Task<Result<PostedTransfer>> Handle(CaptureHold request, CancellationToken cancellationToken) =>
        books.PostAsync(desk.Check(request.Transfer with { Captures = request.HoldId }), cancellationToken);
}
