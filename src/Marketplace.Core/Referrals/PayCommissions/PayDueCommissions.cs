using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Referrals;

/// <summary>Pays the oldest due commissions as far as the platform's revenue goes, in one transaction.</summary>
internal sealed record PayDueCommissions : ICommand<CommissionRound>;

/// <summary>What a round brought.</summary>
/// <param name="More">True where due commissions and revenue may both be left.</param>
internal sealed record CommissionRound(bool More);

internal sealed class PayDueCommissionsHandler(MarketplaceDbContext db, ISender sender, IUnitOfWork unit)
    : IRequestHandler<PayDueCommissions, Result<CommissionRound>>
{
    private const int Batch = 50;

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
        foreach (var commission in due)
        {
            var payment = Math.Min(revenue, (commission.Amount - commission.Paid).Value);
            if (payment <= 0 || !await PayAsync(commission, payment, cancellationToken))
            {
                return new CommissionRound(More: false);
            }

            revenue -= payment;
        }

        return new CommissionRound(More: due.Count == Batch);
    }

    private async Task<bool> PayAsync(Commission commission, long payment, CancellationToken cancellationToken)
    {
        // What was paid so far is part of the key: a second worker at the same point posts the same transfer, not another one.
        var posted = await sender.Send(
            new PostTransfer(new Transfer(
                $"commission:{commission.Id}:{commission.Paid.Value}",
                commission.Kind == CommissionKind.Deposit ? "commission.deposit" : "commission.earnings",
                $"commission:{commission.Id}",
                [new(LedgerAccount.Revenue, -payment), new(LedgerAccount.Earn(commission.SponsorId.Value), payment)])),
            cancellationToken);
        if (!posted.Succeeded)
        {
            // Somebody else spent revenue meanwhile: what is left waits.
            return posted.Error.Code == LedgerErrors.InsufficientFunds.Code
                ? false
                : throw new InvalidOperationException($"Commission {commission.Id} can not be paid: {posted.Error}.");
        }

        commission.Paid += new Sun(payment);
        commission.State = commission.Paid == commission.Amount ? CommissionState.Paid : CommissionState.Due;
        unit.Publish(new CommissionPaid(commission.SponsorId, payment, commission.Kind == CommissionKind.Deposit));
        return true;
    }
}
