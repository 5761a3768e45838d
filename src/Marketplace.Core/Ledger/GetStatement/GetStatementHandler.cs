using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class GetStatementHandler(MarketplaceDbContext db) : IRequestHandler<GetStatement, IReadOnlyList<StatementLine>>
{
    private const int LargestPage = 100;

    public async Task<IReadOnlyList<StatementLine>> Handle(GetStatement request, CancellationToken cancellationToken)
    {
        var codes = request.Accounts.Select(account => account.Code).ToArray();
        var before = request.Before ?? long.MaxValue;
        var size = Math.Clamp(request.PageSize, 1, LargestPage);
        var all =
            from entry in db.Set<EntryRow>()
            join account in db.Set<AccountRow>() on entry.AccountId equals account.Id
            join journal in db.Set<JournalRow>() on entry.JournalId equals journal.Id
            where codes.Contains(account.Code) && account.Asset == request.Asset && entry.JournalId < before
            orderby entry.JournalId descending, account.Id
            select new { journal.Id, account.Code, journal.Kind, journal.Reference, entry.Amount, entry.BalanceAfter, journal.PostedAt };
        var lines = await all.Take(size).ToListAsync(cancellationToken);
        if (lines.Count == size && codes.Length > 1)
        {
            // The next page begins below this transfer, so all its lines belong here.
            var last = lines[^1].Id;
            lines.RemoveAll(line => line.Id == last);
            lines.AddRange(await all.Where(line => line.Id == last).ToListAsync(cancellationToken));
        }

        return [.. lines.Select(line => new StatementLine(
            line.Id, new LedgerAccount(line.Code), line.Kind, line.Reference, line.Amount, line.BalanceAfter, line.PostedAt))];
    }
}
