using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class GetBalancesHandler(MarketplaceDbContext db) : IRequestHandler<GetBalances, IReadOnlyList<Balance>>
{
    public async Task<IReadOnlyList<Balance>> Handle(GetBalances request, CancellationToken cancellationToken)
    {
        if (request.Accounts.Count == 0)
        {
            return [];
        }

        var codes = request.Accounts.Select(account => account.Code).ToArray();
        var rows = (await AccountBalances.Of(db, request.Accounts.Any(account => account.IsShared))
                .Where(account => codes.Contains(account.Code) && account.Asset == request.Asset)
                .ToListAsync(cancellationToken))
            .ToDictionary(account => account.Code);
        return [.. request.Accounts.Select(account => rows.TryGetValue(account.Code, out var row)
            ? new Balance(account, request.Asset, row.Balance, row.Held)
            : new Balance(account, request.Asset, 0, 0))];
    }
}
