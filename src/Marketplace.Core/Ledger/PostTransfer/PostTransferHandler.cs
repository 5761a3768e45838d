using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;

namespace Marketplace.Ledger;

internal sealed class PostTransferHandler(IBooks books, PostingDesk desk) : IRequestHandler<PostTransfer, Result<PostedTransfer>>
{
    public async Task<Result<PostedTransfer>> Handle(PostTransfer request, CancellationToken cancellationToken)
    {
        var posting = desk.Check(request.Transfer);
        return posting.Succeeded ? (await books.PostAsync([posting.Value], cancellationToken))[0] : posting.Error;
    }
}
