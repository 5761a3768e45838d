using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class GetBalancesHandler(MarketplaceDbContext db, BalanceQueries queries) : IRequestHandler<GetBalances, IReadOnlyList<Balance>>
{
    public async Task<IReadOnlyList<Balance>> Handle(GetBalances request, CancellationToken cancellationToken)
    {
        if (request.Accounts.Count == 0)
        {
            return [];
        }

        var codes = request.Accounts.Select(account => account.Code).ToArray();
        var found = request.Accounts.Any(account => account.IsShared)
            ? AccountBalances.Of(db, withTail: true).Where(account => codes.Contains(account.Code) && account.Asset == request.Asset).AsAsyncEnumerable()
            : queries.Unshared(db, codes, request.Asset);
        var rows = await found.ToDictionaryAsync(account => account.Code, cancellationToken: cancellationToken);
        return [.. request.Accounts.Select(account => rows.TryGetValue(account.Code, out var row)
            ? new Balance(account, request.Asset, row.Balance, row.Held)
            : new Balance(account, request.Asset, 0, 0))];
    }
}

/// <summary>What nearly every screen asks, compiled once: translating it costs more than asking it.</summary>
internal sealed class BalanceQueries
{
    /// <summary>The balances of accounts to which nothing is ever appended, by code.</summary>
    public Func<MarketplaceDbContext, string[], string, IAsyncEnumerable<AccountBalance>> Unshared { get; } = EF.CompileAsyncQuery(
        (MarketplaceDbContext db, string[] codes, string asset) => AccountBalances.Of(db, false).Where(account => codes.Contains(account.Code) && account.Asset == asset));
}
