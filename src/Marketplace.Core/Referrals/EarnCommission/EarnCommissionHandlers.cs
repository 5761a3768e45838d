using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using Marketplace.Wallets;
using MediatR;
using Microsoft.Extensions.Options;

namespace Marketplace.Referrals;

/// <summary>Notes what a sponsor is owed, in the transaction of the event that earned it. The payment itself waits its turn for revenue.</summary>
internal sealed class CommissionLedger(MarketplaceDbContext db, ISender sender, IUnitOfWork unit, IdGenerator ids, WorkSignals signals, TimeProvider time)
{
    public async Task EarnAsync(AccountId earner, CommissionKind kind, Sun amount, string source, CancellationToken cancellationToken)
    {
        // Whatever happened may have brought revenue that older commissions wait for.
        unit.AfterCommit(() => signals.Wake(PayCommissions.WorkName));
        if (amount <= Sun.Zero || await sender.Send(new GetAccount(earner), cancellationToken) is not { SponsorId: { } sponsorId })
        {
            return;
        }

        if (await sender.Send(new GetAccount(sponsorId), cancellationToken) is null or { Role: AccountRole.Banned })
        {
            return;
        }

        db.Add(new Commission
        {
            Id = ids.Next<CommissionId>(),
            Source = source,
            SponsorId = sponsorId,
            Kind = kind,
            Amount = amount,
            CreatedAt = time.GetUtcNow(),
        });
    }
}

internal sealed class ParticipationPaidHandler(CommissionLedger commissions, IOptions<ReferralsOptions> options) : INotificationHandler<ParticipationPaid>
{
    public Task Handle(ParticipationPaid paid, CancellationToken cancellationToken) => commissions.EarnAsync(
        paid.AccountId,
        CommissionKind.Earnings,
        paid.Earned.Share(options.Value.EarningsCommission),
        $"participation:{paid.ParticipationId}",
        cancellationToken);
}

internal sealed class DepositCreditedHandler(CommissionLedger commissions, IOptions<ReferralsOptions> options) : INotificationHandler<DepositCredited>
{
    // A deposit to earn could be withdrawn at once and brought again: it earns nobody anything.
    public Task Handle(DepositCredited credited, CancellationToken cancellationToken) => credited.Target != DepositTarget.Ad
        ? Task.CompletedTask
        : commissions.EarnAsync(
            credited.AccountId,
            CommissionKind.Deposit,
            new Sun(credited.Amount).Share(options.Value.DepositCommission),
            $"deposit:{credited.TransactionId}:{credited.OutputIndex}",
            cancellationToken);
}
