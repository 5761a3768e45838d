using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class GetBooksHandler(MarketplaceDbContext db, IEnumerable<IInvariant> invariants) : IRequestHandler<GetBooks, Books>
{
    public async Task<Books> Handle(GetBooks request, CancellationToken cancellationToken)
    {
        var used = AccountBalances.Of(db, withTail: true).Where(account => account.IsUsed);
        if (request.After is { } after)
        {
#pragma warning disable CA1309 // The database compares, by the collation that it also sorts by.
            used = used.Where(account => string.Compare(account.Code, after) > 0);
#pragma warning restore CA1309
        }

        var accounts = await used.OrderBy(account => account.Code).Take(request.Accounts).ToListAsync(cancellationToken);
        var journal = await db.Set<JournalRow>()
            .AsNoTracking()
            .OrderByDescending(line => line.Id)
            .Take(request.Transfers)
            .ToListAsync(cancellationToken);
        var ids = journal.Select(line => line.Id).ToArray();
        var entries = (await JournalEntries.Of(db).Where(entry => ids.Contains(entry.JournalId)).OrderBy(entry => entry.AccountId).ToListAsync(cancellationToken))
            .ToLookup(entry => entry.JournalId);
        var lines = new List<InvariantLine>();
        foreach (var invariant in request.Check ? invariants : [])
        {
            lines.Add(new InvariantLine(invariant.Name, await invariant.FindViolationAsync(cancellationToken)));
        }

        return new Books(
            [.. accounts.Select(account => new Balance(new(account.Code), account.Asset, account.Balance, account.Held))],
            [.. journal.Select(line => new JournalLine(line.Id, line.Kind, line.Reference, line.PostedAt,
                [.. entries[line.Id].Select(entry => new Entry(new(entry.Code), entry.Amount, entry.Asset))]))],
            lines);
    }
}
