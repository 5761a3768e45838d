using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;

namespace Marketplace.Ledger;

internal sealed class ReleaseHoldHandler(IBooks books) : IRequestHandler<ReleaseHold, Result>
{
    public Task<Result> Handle(ReleaseHold request, CancellationToken cancellationToken) => books.ReleaseAsync(request.HoldId, cancellationToken);
}
