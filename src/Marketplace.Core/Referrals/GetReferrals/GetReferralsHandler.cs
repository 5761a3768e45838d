using Marketplace.Accounts;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Referrals;

internal sealed class GetReferralsHandler(MarketplaceDbContext db, ISender sender, IOptions<ReferralsOptions> options)
    : IRequestHandler<GetReferrals, ReferralsView>
{
    public async Task<ReferralsView> Handle(GetReferrals request, CancellationToken cancellationToken)
    {
        var account = await sender.Send(new GetAccount(request.AccountId), cancellationToken)
            ?? throw new InvalidOperationException($"There is no account {request.AccountId}.");
        var invited = await sender.Send(new CountInvited(request.AccountId), cancellationToken);
        var sums = await db.Database
            .SqlQuery<CommissionSums>(
                $"""
                 SELECT CAST(COALESCE(SUM(paid), 0) AS bigint) AS "Earned", CAST(COALESCE(SUM(amount - paid), 0) AS bigint) AS "Waiting"
                 FROM referrals_commissions WHERE sponsor_id = {request.AccountId.Value}
                 """)
            .ToListAsync(cancellationToken);
        return new ReferralsView(
            account.ReferralCode,
            invited,
            new(sums[0].Earned),
            new(sums[0].Waiting),
            options.Value.EarningsCommission,
            options.Value.DepositCommission);
    }

    private sealed record CommissionSums(long Earned, long Waiting);
}
