using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using MediatR;
using Microsoft.Extensions.Options;

namespace Marketplace.Ledger;

internal sealed class PlaceHoldHandler(IBooks books, TimeProvider time, IOptions<LedgerOptions> options)
    : IRequestHandler<PlaceHold, Result<HoldPlaced>>
{
    public async Task<Result<HoldPlaced>> Handle(PlaceHold request, CancellationToken cancellationToken)
    {
        if (options.Value.Assets.FirstOrDefault(asset => asset.Code == request.Asset) is not { } asset)
        {
            return LedgerErrors.UnknownAsset.With("asset", request.Asset);
        }

        if (request.Amount <= 0 || request.Amount > asset.Supply)
        {
            return LedgerErrors.AmountOutOfRange.With("amount", request.Amount);
        }

        return await books.HoldAsync(new Reservation(request, time.GetUtcNow()), cancellationToken);
    }
}
