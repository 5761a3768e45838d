using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class GetTurnoverHandler(MarketplaceDbContext db) : IRequestHandler<GetTurnover, IReadOnlyList<TurnoverLine>>
{
    public async Task<IReadOnlyList<TurnoverLine>> Handle(GetTurnover request, CancellationToken cancellationToken)
    {
        var code = request.Account.Code;
        var sums =
            from entry in db.Set<EntryRow>()
            join account in db.Set<AccountRow>() on entry.AccountId equals account.Id
            join journal in db.Set<JournalRow>() on entry.JournalId equals journal.Id
            where account.Code == code && account.Asset == request.Asset
            group entry.Amount by journal.Kind into kind
            orderby kind.Key
            select new { Kind = kind.Key, Amount = kind.Sum() };
        return [.. (await sums.ToListAsync(cancellationToken)).Select(sum => new TurnoverLine(sum.Kind, sum.Amount))];
    }
}
