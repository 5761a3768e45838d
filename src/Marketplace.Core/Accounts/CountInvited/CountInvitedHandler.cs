using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

internal sealed class CountInvitedHandler(MarketplaceDbContext db) : IRequestHandler<CountInvited, int>
{
    public Task<int> Handle(CountInvited request, CancellationToken cancellationToken) =>
        db.Set<Account>().CountAsync(account => account.SponsorId == request.SponsorId, cancellationToken);
}
