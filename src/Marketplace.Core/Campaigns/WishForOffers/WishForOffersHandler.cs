using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;
using MediatR;

namespace Marketplace.Campaigns;

internal sealed class WishForOffersHandler(Statements statements, TimeProvider time) : IRequestHandler<WishForOffers, Result>
{
    public async Task<Result> Handle(WishForOffers request, CancellationToken cancellationToken)
    {
        var (account, now) = (request.AccountId.Value, time.GetUtcNow().UtcDateTime);
        await statements.ExecuteAsync(
            $"""
             INSERT INTO campaigns_wishes (account_id, platform, wished_at) VALUES ({account}, {request.Platform}, {now})
             ON CONFLICT (account_id) DO UPDATE SET platform = excluded.platform
             """,
            cancellationToken);
        return Result.Success;
    }
}
