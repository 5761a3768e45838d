using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class GetLiabilitiesHandler(MarketplaceDbContext db) : IRequestHandler<GetLiabilities, Liabilities>
{
    public async Task<Liabilities> Handle(GetLiabilities request, CancellationToken cancellationToken)
    {
        // One statement, so one moment on either engine. Nothing is ever appended to these accounts without their row: the row has it all.
        var rows = await db.Set<AccountRow>()
            .AsNoTracking()
            .Where(account => account.Asset == request.Asset && account.Balance != 0)
            .Where(account => !account.Code.StartsWith("chain/") && !account.Code.StartsWith("platform/"))
            .Select(account => new { account.Code, account.Balance, Position = db.Set<JournalRow>().Max(line => (long?)line.Id) ?? 0 })
            .ToListAsync(cancellationToken);
        return new Liabilities(
            request.Asset,
            rows is [var first, ..] ? first.Position : 0,
            [.. rows.Select(row => new Liability(new LedgerAccount(row.Code), row.Balance))]);
    }
}
