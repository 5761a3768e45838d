using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class FindTransactionsHandler(MarketplaceDbContext db, IPaymentNetwork network)
    : IRequestHandler<FindTransactions, IReadOnlyDictionary<string, FoundTransaction>>
{
    private const int Most = 200;

    public async Task<IReadOnlyDictionary<string, FoundTransaction>> Handle(FindTransactions request, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FoundTransaction>(StringComparer.Ordinal);
        var withdrawals = new Dictionary<WithdrawalId, string>();
        foreach (var reference in request.References.Distinct().Take(Most))
        {
            switch (reference.Split(':'))
            {
                case ["deposit", var name, var id, _] when name == network.Info.Name:
                    found[reference] = Of(id);
                    break;
                case ["withdrawal", var id, ..] when Guid.TryParse(id, out var withdrawal):
                    withdrawals[new WithdrawalId(withdrawal)] = reference;
                    break;
            }
        }

        var ids = withdrawals.Keys.ToArray();
        var sent = ids.Length == 0 ? [] : await db.Set<Withdrawal>()
            .Where(row => ids.Contains(row.Id) && row.TransactionId != null)
            .Select(row => new { row.Id, row.TransactionId })
            .ToListAsync(cancellationToken);
        foreach (var withdrawal in sent)
        {
            found[withdrawals[withdrawal.Id]] = Of(withdrawal.TransactionId!);
        }

        return found;
    }

    private FoundTransaction Of(string id) => new(id, network.LinkTo(id));
}
