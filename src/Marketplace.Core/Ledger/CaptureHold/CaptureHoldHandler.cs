using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;

namespace Marketplace.Ledger;

internal sealed class CaptureHoldHandler(IBooks books, PostingDesk desk) : IRequestHandler<CaptureHold, Result<PostedTransfer>>
{
    public async Task<Result<PostedTransfer>> Handle(CaptureHold request, CancellationToken cancellationToken)
    {
        var posting = desk.Check(request.Transfer with { Captures = request.HoldId });
        return posting.Succeeded ? (await books.PostAsync([posting.Value], cancellationToken))[0] : posting.Error;
    }
}
