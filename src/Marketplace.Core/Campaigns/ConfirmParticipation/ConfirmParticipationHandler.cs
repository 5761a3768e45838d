using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class ConfirmParticipationHandler(MarketplaceDbContext db, IUnitOfWork unit, ISender sender, TimeProvider time)
    : IRequestHandler<ConfirmParticipation, Result<ParticipationReceipt>>
{
    public async Task<Result<ParticipationReceipt>> Handle(ConfirmParticipation request, CancellationToken cancellationToken)
    {
        var hash = ValidationTokens.Hash(request.ValidationToken);
        var found = await (
            from link in db.Set<ValidationLink>()
            join participation in db.Set<Participation>() on link.ParticipationId equals participation.Id
            join campaign in db.Set<Campaign>() on participation.CampaignId equals campaign.Id
            where link.TokenHash == hash && link.AccountId == request.AccountId
            select new { link, participation, campaign }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return CampaignErrors.BadValidationLink;
        }

        var (participationRow, campaignRow, now) = (found.participation, found.campaign, time.GetUtcNow());
        var receipt = new ParticipationReceipt(participationRow.Id, campaignRow.Title, participationRow.Earns);
        if (participationRow.State == ParticipationState.Paid)
        {
            return receipt;
        }

        if (found.link.ExpiresAt <= now)
        {
            return CampaignErrors.ParticipationExpired;
        }

        // The one statement that decides who pays: a second link, a second press or the expiry at this moment finds nothing to change.
        var won = await db.Set<Participation>()
            .Where(row => row.Id == participationRow.Id && row.State == ParticipationState.Proved && row.ExpiresAt > now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, ParticipationState.Paid).SetProperty(row => row.PaidAt, now), cancellationToken);
        if (won == 0)
        {
            return await db.Set<Participation>().AnyAsync(
                row => row.Id == participationRow.Id && row.State == ParticipationState.Paid, cancellationToken)
                ? receipt
                : CampaignErrors.ParticipationExpired;
        }

        await PayAsync(participationRow, campaignRow, cancellationToken);
        return receipt;
    }

    private async Task PayAsync(Participation participation, Campaign campaign, CancellationToken cancellationToken)
    {
        var fee = participation.Price - participation.Earns;
        Entry[] entries =
        [
            new(campaign.Escrow, -participation.Price.Value),
            new(LedgerAccount.Earn(participation.AccountId.Value), participation.Earns.Value),
            .. fee > Sun.Zero ? new[] { new Entry(LedgerAccount.Revenue, fee.Value) } : [],
        ];
        var paid = await sender.Send(
            new CaptureHold(
                participation.HoldId,
                new Transfer($"participation:{participation.Id}", "campaign.reward", $"campaign:{campaign.Id}", entries)),
            cancellationToken);
        paid.ThrowIfFailed();

        var fact = new ParticipationPaid(
            participation.Id, campaign.Id, campaign.OwnerId, participation.AccountId, participation.Price, participation.Earns, fee);
        unit.Raise(fact);
        unit.Publish(fact);
    }
}
