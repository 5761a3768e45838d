using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class GetChainProgressHandler(MarketplaceDbContext db, IPaymentNetwork network) : IRequestHandler<GetChainProgress, ChainProgress?>
{
    public async Task<ChainProgress?> Handle(GetChainProgress request, CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        return await db.Set<ChainCursor>()
            .Where(cursor => cursor.Network == name)
            .Select(cursor => new ChainProgress(cursor.Network, cursor.BlockNumber, cursor.HeadNumber, cursor.MovedAt))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
