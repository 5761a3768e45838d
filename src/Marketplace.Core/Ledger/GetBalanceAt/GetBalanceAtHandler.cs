using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class GetBalanceAtHandler(MarketplaceDbContext db) : IRequestHandler<GetBalanceAt, IReadOnlyList<PastBalance>>
{
    public async Task<IReadOnlyList<PastBalance>> Handle(GetBalanceAt request, CancellationToken cancellationToken)
    {
        var codes = request.Accounts.Select(account => account.Code).ToArray();
        var sums = await (
            from entry in JournalEntries.Of(db)
            join journal in db.Set<JournalRow>() on entry.JournalId equals journal.Id
            where codes.Contains(entry.Code) && entry.Asset == request.Asset && journal.PostedAt <= request.At
            group entry.Amount by entry.Code into account
            select new { Code = account.Key, Amount = account.Sum() })
            .ToDictionaryAsync(account => account.Code, account => account.Amount, cancellationToken);
        return [.. request.Accounts.Select(account => new PastBalance(account, request.Asset, sums.GetValueOrDefault(account.Code)))];
    }
}
