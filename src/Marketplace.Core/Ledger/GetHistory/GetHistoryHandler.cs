using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

internal sealed class GetHistoryHandler(MarketplaceDbContext db) : IRequestHandler<GetHistory, IReadOnlyList<HistoryLine>>
{
    private const int LargestPage = 1_000;

    public async Task<IReadOnlyList<HistoryLine>> Handle(GetHistory request, CancellationToken cancellationToken)
    {
        var lines =
            from account in db.Set<AccountRow>()
            join entry in db.Set<EntryRow>() on account.Id equals entry.AccountId
            join journal in db.Set<JournalRow>() on entry.JournalId equals journal.Id
            where account.Code == request.Account.Code && account.Asset == request.Asset && entry.Version > request.After
            select new { entry.Version, journal.Id, journal.Kind, journal.Reference, entry.Amount, entry.BalanceAfter, journal.PostedAt };
        if (request.From is { } from)
        {
            lines = lines.Where(line => line.PostedAt >= from);
        }

        if (request.To is { } to)
        {
            lines = lines.Where(line => line.PostedAt < to);
        }

        var page = await lines.OrderBy(line => line.Version).Take(Math.Clamp(request.PageSize, 1, LargestPage)).ToListAsync(cancellationToken);
        return [.. page.Select(line => new HistoryLine(
            line.Version, line.Id, line.Kind, line.Reference, line.Amount, line.BalanceAfter, line.PostedAt))];
    }
}
