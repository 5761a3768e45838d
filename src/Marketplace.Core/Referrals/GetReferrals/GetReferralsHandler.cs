using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Referrals.Data;
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
        var totals = await db.Set<SponsorTotals>().AsNoTracking().SingleOrDefaultAsync(row => row.SponsorId == request.AccountId, cancellationToken);
        return new ReferralsView(
            account.ReferralCode,
            invited,
            totals?.Paid ?? Sun.Zero,
            totals?.Waiting ?? Sun.Zero,
            options.Value.EarningsCommission,
            options.Value.DepositCommission);
    }
}
