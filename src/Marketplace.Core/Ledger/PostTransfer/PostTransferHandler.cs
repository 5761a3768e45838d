using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;
using Microsoft.Extensions.Options;

namespace Marketplace.Ledger;

internal sealed class PostTransferHandler(IBooks books, TimeProvider time, IOptions<LedgerOptions> options)
    : IRequestHandler<PostTransfer, Result<PostedTransfer>>
{
    public async Task<Result<PostedTransfer>> Handle(PostTransfer request, CancellationToken cancellationToken)
    {
        var posting = Posting.Posting.Of(request.Transfer, time.GetUtcNow(), options.Value.Assets);
        return posting.Succeeded ? await books.PostAsync(posting.Value, cancellationToken) : posting.Error;
    }
}
