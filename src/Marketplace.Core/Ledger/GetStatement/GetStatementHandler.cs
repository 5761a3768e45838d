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
        var size = Math.Clamp(request.PageSize, 1, LargestPage);
        var newest = new List<StatementLine>();
        foreach (var account in request.Accounts.Distinct())
        {
            newest.AddRange(await NewestAsync(account, request, size, cancellationToken));
        }

        var lines = newest.OrderByDescending(line => line.TransferId).ThenBy(line => line.Account.Code, StringComparer.Ordinal).ToList();
        if (lines.Count <= size)
        {
            return lines;
        }

        // The next page begins below this transfer, so all its lines belong here.
        var last = lines[size - 1].TransferId;
        return [.. lines.TakeWhile(line => line.TransferId >= last)];
    }

    private async Task<IEnumerable<StatementLine>> NewestAsync(LedgerAccount account, GetStatement request, int size, CancellationToken cancellationToken)
    {
        var before = request.Before ?? long.MaxValue;
        var entries =
            from entry in db.Set<EntryRow>()
            // As one value and not as a join: PostgreSQL would not see that it is one account, and sort all of its entries.
            where entry.AccountId == db.Set<AccountRow>().Where(owner => owner.Code == account.Code && owner.Asset == request.Asset).Select(owner => owner.Id).FirstOrDefault()
                && entry.JournalId < before
            select entry;
        // A transfer's number is taken behind the lock of its accounts, so numbers grow with versions, and the versions' index gives the newest without a look at the rest. An account that
        // is appended to without a lock has its versions later, in whatever order.
        entries = account.IsShared
            ? entries.OrderByDescending(entry => entry.JournalId)
            : entries.OrderByDescending(entry => entry.Version);
        var lines = await (
            from entry in entries.Take(size)
            join journal in db.Set<JournalRow>() on entry.JournalId equals journal.Id
            select new { journal.Id, journal.Kind, journal.Reference, entry.Amount, entry.BalanceAfter, journal.PostedAt }).ToListAsync(cancellationToken);
        return lines.Select(line => new StatementLine(line.Id, account, line.Kind, line.Reference, line.Amount, line.BalanceAfter, line.PostedAt));
    }
}
