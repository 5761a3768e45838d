using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class PaymentsHaveTheirAttempt(MarketplaceDbContext db) : IInvariant
{
    private const int Shown = 5;

    public string Name => "A withdrawal on its way has one live attempt, a settled one has one that paid, and no other has either";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        var found = await db.Set<Withdrawal>()
            .AsNoTracking()
            .Select(row => new
            {
                row.Id,
                row.State,
                Live = db.Set<PaymentAttempt>().Count(attempt =>
                    attempt.WithdrawalId == row.Id && attempt.Outcome == AttemptOutcome.Live && attempt.TransactionId == row.TransactionId),
                Paid = db.Set<PaymentAttempt>().Count(attempt =>
                    attempt.WithdrawalId == row.Id && attempt.Outcome == AttemptOutcome.Paid && attempt.TransactionId == row.TransactionId),
                All = db.Set<PaymentAttempt>().Count(attempt => attempt.WithdrawalId == row.Id && attempt.Outcome < AttemptOutcome.Failed),
            })
            .Where(row =>
                row.Live != (row.State == WithdrawalState.Signed || row.State == WithdrawalState.Broadcast ? 1 : 0)
                || row.Paid != (row.State == WithdrawalState.Settled ? 1 : 0)
                || row.All != row.Live + row.Paid)
            .OrderBy(row => row.Id)
            .Take(Shown)
            .ToListAsync(cancellationToken);
        return found.Count == 0
            ? null
            : string.Join("; ", found.Select(row => $"withdrawal {row.Id} is {row.State} with {row.Live} live and {row.Paid} paid attempts of its own, {row.All} in all"));
    }
}

internal sealed class ApprovalsAreComplete(MarketplaceDbContext db) : IInvariant
{
    private const int Shown = 5;

    public string Name => "What goes out was approved by as many different operators as it needs, none of them its owner";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        var found = await db.Set<Withdrawal>()
            .AsNoTracking()
            .Where(row => row.ApprovalsNeeded > 0 && row.State >= WithdrawalState.Approved && row.State <= WithdrawalState.Settled)
            .Where(row => db.Set<Approval>().Count(approval => approval.WithdrawalId == row.Id && approval.OperatorId != row.AccountId) < row.ApprovalsNeeded)
            .OrderBy(row => row.Id)
            .Select(row => new { row.Id, row.State, row.ApprovalsNeeded })
            .Take(Shown)
            .ToListAsync(cancellationToken);
        return found.Count == 0 ? null : string.Join("; ", found.Select(row => $"withdrawal {row.Id} is {row.State} without {row.ApprovalsNeeded} approvals"));
    }
}

internal sealed class LiveWithdrawalsAreHeld(MarketplaceDbContext db, ISender sender) : IInvariant
{
    private const int Shown = 5;
    private const int AtOnce = 500;

    public string Name => "The funds of every withdrawal that has not ended are held";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        var found = await FindAsync(cancellationToken);
        if (found.Count > 0)
        {
            // Withdrawals and books are read one after the other, and one may end in between: what is wrong is so at both looks.
            found = [.. found.Intersect(await FindAsync(cancellationToken))];
        }

        return found.Count == 0 ? null : string.Join("; ", found.Take(Shown));
    }

    private async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken)
    {
        var live = await db.Set<Withdrawal>()
            .AsNoTracking()
            .Where(row => row.State < WithdrawalState.Settled)
            .Select(row => new { row.AccountId, row.Amount })
            .ToListAsync(cancellationToken);
        var found = new List<string>();
        foreach (var owners in live.GroupBy(row => row.AccountId, row => row.Amount).Chunk(AtOnce))
        {
            var balances = await sender.Send(new GetBalances([.. owners.Select(owner => LedgerAccount.Earn(owner.Key.Value))]), cancellationToken);
            found.AddRange(owners
                .Zip(balances, (owner, balance) => (Owner: owner.Key, Needed: owner.Sum(amount => amount.Value), balance.Held))
                .Where(row => row.Held < row.Needed)
                .Select(row => $"account {row.Owner} holds {row.Held}, its withdrawals need {row.Needed}"));
        }

        return found;
    }
}

internal sealed class OpeningsArePaidOnce(MarketplaceDbContext db) : IInvariant
{
    private const int Shown = 5;

    public string Name => "Nobody paid for the opening of an address that the network did not take";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        var found = await db.Set<Withdrawal>()
            .FromSql(
                $"""
                 SELECT w.* FROM wallets_withdrawals w JOIN wallets_attempts a ON a.withdrawal_id = w.id AND a.outcome = 1
                 WHERE w.state = 4 AND w.activation_fee > 0 AND w.opening_returned <= 0 AND NOT a.opened_recipient
                 """)
            .AsNoTracking()
            .Take(Shown)
            .ToListAsync(cancellationToken);
        return found.Count == 0 ? null : string.Join("; ", found.Select(row => $"withdrawal {row.Id} is owed {row.ActivationFee}"));
    }
}

/// <param name="db">The withdrawals.</param>
/// <param name="sender">Asks for the books.</param>
/// <param name="networks">None where the books are looked at without a chain, as <c>ledger verify</c> does.</param>
internal sealed class WithdrawalFeesAreExplained(MarketplaceDbContext db, ISender sender, IEnumerable<IPaymentNetwork> networks) : IInvariant
{
    public string Name => "What withdrawals brought the platform is their fees, less what the network took and what was returned";

    public async Task<string?> FindViolationAsync(CancellationToken cancellationToken)
    {
        // Withdrawals and books are read one after the other, and one may end in between: what is wrong is so at both looks, and by as much.
        var difference = await FindDifferenceAsync(cancellationToken);
        return difference == 0 || difference != await FindDifferenceAsync(cancellationToken)
            ? null
            : $"{LedgerAccount.Withdrawals} differs by {difference} from what its withdrawals explain";
    }

    private async Task<long> FindDifferenceAsync(CancellationToken cancellationToken)
    {
        // Not by LINQ, which can not sum what has a converter.
        var explained = await db.Database
            .SqlQuery<long>(
                $"""
                 SELECT CAST(
                     COALESCE((SELECT SUM(fee + activation_fee - CASE WHEN opening_returned > 0 THEN opening_returned ELSE 0 END) FROM wallets_withdrawals WHERE state = 4), 0)
                     - COALESCE((SELECT SUM(network_fee) FROM wallets_attempts), 0) AS bigint) AS "Value"
                 """)
            .SingleAsync(cancellationToken);
        var asset = networks.FirstOrDefault()?.Info.Asset ?? Asset.Trx;
        return (await sender.Send(new GetBalances([LedgerAccount.Withdrawals], asset.Code), cancellationToken))[0].Amount - explained;
    }
}
