using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using Marketplace.Referrals.Data;
using Marketplace.Wallets;
using MediatR;
using Microsoft.Extensions.Options;

namespace Marketplace.Referrals;

/// <summary>Something that earns the sponsor of <paramref name="Earner"/> a commission.</summary>
/// <param name="Earner">Who was brought.</param>
/// <param name="Amount">The commission.</param>
/// <param name="Source">The event; unique.</param>
internal sealed record Merit(AccountId Earner, Sun Amount, string Source);

/// <summary>Notes what sponsors are owed, in the transaction of the events that earned it. The payment itself waits its turn for revenue.</summary>
internal sealed class CommissionLedger(
    MarketplaceDbContext db, CommissionSums sums, ISender sender, IUnitOfWork unit, IdGenerator ids, WorkSignals signals, TimeProvider time)
{
    /// <summary>Two questions to the accounts, however many the merits are.</summary>
    public async Task EarnAsync(CommissionKind kind, IReadOnlyList<Merit> merits, CancellationToken cancellationToken)
    {
        // Whatever happened may have brought revenue that older commissions wait for.
        unit.AfterCommit(() => signals.Wake(PayCommissions.WorkName));
        var worthy = merits.Where(merit => merit.Amount > Sun.Zero).ToList();
        var sponsorOf = (await AccountsAsync(worthy.Select(merit => merit.Earner), cancellationToken))
            .Where(account => account.SponsorId is not null)
            .ToDictionary(account => account.Id, account => account.SponsorId!.Value);
        var entitled = (await AccountsAsync(sponsorOf.Values, cancellationToken))
            .Where(account => account.Role != AccountRole.Banned)
            .Select(account => account.Id)
            .ToHashSet();
        var earned = new List<(AccountId SponsorId, Sun Paid, Sun Waiting)>();
        foreach (var merit in worthy)
        {
            if (sponsorOf.TryGetValue(merit.Earner, out var sponsorId) && entitled.Contains(sponsorId))
            {
                db.Add(new Commission
                {
                    Id = ids.Next<CommissionId>(),
                    Source = merit.Source,
                    SponsorId = sponsorId,
                    Kind = kind,
                    Amount = merit.Amount,
                    CreatedAt = time.GetUtcNow(),
                });
                earned.Add((sponsorId, Sun.Zero, merit.Amount));
            }
        }

        await sums.AddAsync(earned, cancellationToken);
    }

    private async Task<IReadOnlyList<AccountView>> AccountsAsync(IEnumerable<AccountId> accounts, CancellationToken cancellationToken)
    {
        var distinct = accounts.Distinct().ToArray();
        return distinct.Length == 0 ? [] : await sender.Send(new GetAccounts(distinct), cancellationToken);
    }
}

internal sealed class ParticipationsPaidHandler(CommissionLedger commissions, IOptions<ReferralsOptions> options) : INotificationHandler<ParticipationsPaid>
{
    public Task Handle(ParticipationsPaid paid, CancellationToken cancellationToken) => commissions.EarnAsync(
        CommissionKind.Earnings,
        [.. paid.Payments.Select(payment => new Merit(
            payment.AccountId, payment.Earned.Share(options.Value.EarningsCommission), $"participation:{payment.ParticipationId}"))],
        cancellationToken);
}

internal sealed class DepositCreditedHandler(CommissionLedger commissions, IOptions<ReferralsOptions> options) : INotificationHandler<DepositCredited>
{
    // A deposit to earn could be withdrawn at once and brought again: it earns nobody anything.
    public Task Handle(DepositCredited credited, CancellationToken cancellationToken) => credited.Target != DepositTarget.Ad
        ? Task.CompletedTask
        : commissions.EarnAsync(
            CommissionKind.Deposit,
            [new Merit(
                credited.AccountId,
                new Sun(credited.Amount).Share(options.Value.DepositCommission),
                $"deposit:{credited.TransactionId}:{credited.OutputIndex}")],
            cancellationToken);
}
