using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;
using Microsoft.Extensions.Options;

namespace Marketplace.Ledger;

internal sealed class CaptureHoldHandler(IBooks books, TimeProvider time, IOptions<LedgerOptions> options)
    : IRequestHandler<CaptureHold, Result<PostedTransfer>>
{
    public async Task<Result<PostedTransfer>> Handle(CaptureHold request, CancellationToken cancellationToken)
    {
        var posting = Posting.Posting.Of(request.Transfer, time.GetUtcNow(), options.Value.Assets, request.HoldId);
        return posting.Succeeded ? await books.PostAsync(posting.Value, cancellationToken) : posting.Error;
    }
}
