using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;

namespace Marketplace.Ledger;

internal sealed class PostTransferHandler(IBooks books, PostingDesk desk) : IRequestHandler<PostTransfer, Result<PostedTransfer>>
{
    public Task<Result<PostedTransfer>> Handle(PostTransfer request, CancellationToken cancellationToken) =>
        books.PostAsync(desk.Check(request.Transfer), cancellationToken);
}
