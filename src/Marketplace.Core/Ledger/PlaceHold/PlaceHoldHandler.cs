using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;

namespace Marketplace.Ledger;

internal sealed class PlaceHoldHandler(IBooks books, PostingDesk desk) : IRequestHandler<PlaceHold, Result<HoldPlaced>>
{
    public async Task<Result<HoldPlaced>> Handle(PlaceHold request, CancellationToken cancellationToken)
    {
        var reservation = desk.Check(request);
        return reservation.Succeeded ? await books.HoldAsync(reservation.Value, cancellationToken) : reservation.Error;
    }
}
