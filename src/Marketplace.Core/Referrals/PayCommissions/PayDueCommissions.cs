using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using Marketplace.Referrals.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Referrals;

/// <summary>Pays the oldest due commissions as far as the platform's revenue goes, in one transaction.</summary>
internal sealed record PayDueCommissions : ICommand<CommissionRound>;

/// <summary>What a round brought.</summary>
/// <param name="More">True where due commissions and revenue may both be left.</param>
internal sealed record CommissionRound(bool More);

internal sealed class PayDueCommissionsHandler(MarketplaceDbContext db, CommissionSums sums, ISender sender, IUnitOfWork unit)
    : IRequestHandler<PayDueCommissions, Result<CommissionRound>>
{
    private const int Batch = 256;

    public async Task<Result<CommissionRound>> Handle(PayDueCommissions command, CancellationToken cancellationToken)
    {
        var due = await db.Set<Commission>()
            .Where(commission => commission.State == CommissionState.Due)
            .OrderBy(commission => commission.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return new CommissionRound(More: false);
        }

        var revenue = (await sender.Send(new GetBalances([LedgerAccount.Revenue]), cancellationToken))[0].Available;
        var shares = Share(revenue, due);
        var answers = (await sender.Send(new PostTransfers([.. shares.Select(share => share.Transfer)]), cancellationToken)).Require();
        var complete = shares.Count == Batch;
        var paid = new List<(AccountId SponsorId, Sun Paid, Sun Waiting)>();
        foreach (var (share, answer) in shares.Zip(answers))
        {
            if (answer.Succeeded)
            {
                Book(share);
                paid.Add((share.Commission.SponsorId, new Sun(share.Amount), new Sun(-share.Amount)));
            }
            else if (answer.Error.Code == LedgerErrors.InsufficientFunds.Code)
            {
                // Somebody else spent revenue meanwhile: what is left waits.
                complete = false;
            }
            else
            {
                throw new InvalidOperationException($"Commission {share.Commission.Id} can not be paid: {answer.Error}.");
            }
        }

        await sums.AddAsync(paid, cancellationToken);
        return new CommissionRound(More: complete);
    }

    /// <summary>Oldest first; the last one that revenue reaches gets what is left of it.</summary>
    private static List<CommissionShare> Share(long revenue, List<Commission> due)
    {
        var shares = new List<CommissionShare>(due.Count);
        foreach (var commission in due)
        {
            var amount = Math.Min(revenue, (commission.Amount - commission.Paid).Value);
            if (amount <= 0)
            {
                break;
            }

            shares.Add(new CommissionShare(commission, amount));
            revenue -= amount;
        }

        return shares;
    }

    private void Book(CommissionShare share)
    {
        var commission = share.Commission;
        commission.Paid += new Sun(share.Amount);
        commission.State = commission.Paid == commission.Amount ? CommissionState.Paid : CommissionState.Due;
        unit.Publish(new CommissionPaid(commission.SponsorId, share.Amount, commission.Kind == CommissionKind.Deposit));
    }

    /// <summary>What of a commission is paid in this round.</summary>
    private sealed record CommissionShare(Commission Commission, long Amount)
    {
        /// <summary>What was paid so far is part of the key: a second worker at the same point posts the same transfer, not another one.</summary>
        public Transfer Transfer { get; } = new(
            $"commission:{Commission.Id}:{Commission.Paid.Value}",
            Commission.Kind == CommissionKind.Deposit ? "commission.deposit" : "commission.earnings",
            $"commission:{Commission.Id}",
            [new(LedgerAccount.Revenue, -Amount), new(LedgerAccount.Earn(Commission.SponsorId.Value), Amount)]);
    }
}
