using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class GetBalancesHandler(MarketplaceDbContext db) : IRequestHandler<GetBalances, IReadOnlyList<Balance>>
{
    public async Task<IReadOnlyList<Balance>> Handle(GetBalances request, CancellationToken cancellationToken)
    {
        var codes = request.Accounts.Select(account => account.Code).ToArray();
        var rows = await db.Set<AccountRow>()
            .AsNoTracking()
            .Where(account => codes.Contains(account.Code) && account.Asset == request.Asset)
            .ToDictionaryAsync(account => account.Code, cancellationToken);
        return [.. request.Accounts.Select(account => rows.TryGetValue(account.Code, out var row)
            ? new Balance(account, request.Asset, row.Balance, row.Held)
            : new Balance(account, request.Asset, 0, 0))];
    }
}

internal sealed class GetBooksHandler(MarketplaceDbContext db, IEnumerable<IInvariant> invariants) : IRequestHandler<GetBooks, Books>
{
    public async Task<Books> Handle(GetBooks request, CancellationToken cancellationToken)
    {
        var accounts = await db.Set<AccountRow>().AsNoTracking().OrderBy(account => account.Code).ToListAsync(cancellationToken);
        var journal = await db.Set<JournalRow>()
            .AsNoTracking()
            .OrderByDescending(line => line.Id)
            .Take(request.Transfers)
            .ToListAsync(cancellationToken);
        var ids = journal.Select(line => line.Id).ToArray();
        var entries = (await db.Set<EntryRow>().AsNoTracking().Where(entry => ids.Contains(entry.JournalId)).ToListAsync(cancellationToken))
            .ToLookup(entry => entry.JournalId);
        var byId = accounts.ToDictionary(account => account.Id);
        var lines = new List<InvariantLine>();
        foreach (var invariant in invariants)
        {
            lines.Add(new InvariantLine(invariant.Name, await invariant.FindViolationAsync(cancellationToken)));
        }

        return new Books(
            [.. accounts.Where(account => account.Version > 0).Select(account => new Balance(new(account.Code), account.Asset, account.Balance, account.Held))],
            [.. journal.Select(line => new JournalLine(line.Id, line.Kind, line.Reference, line.PostedAt,
                [.. entries[line.Id].Where(entry => byId.ContainsKey(entry.AccountId)).Select(entry =>
                    new Entry(new(byId[entry.AccountId].Code), entry.Amount, byId[entry.AccountId].Asset))]))],
            lines);
    }
}
