using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class ConfirmParticipationHandler(MarketplaceDbContext db, Statements statements, IUnitOfWork unit, WorkSignals signals, TimeProvider time)
    : IRequestHandler<ConfirmParticipation, Result<ParticipationReceipt>>
{
    public async Task<Result<ParticipationReceipt>> Handle(ConfirmParticipation request, CancellationToken cancellationToken)
    {
        var hash = ValidationTokens.Hash(request.ValidationToken);
        if (await DecideAsync(hash, request.AccountId, time.GetUtcNow(), cancellationToken) is { } confirmed)
        {
            unit.AfterCommit(() => signals.Wake(PayConfirmedParticipations.WorkName));
            return confirmed;
        }

        return await WhyNotAsync(hash, request.AccountId, cancellationToken);
    }

    /// <summary>The one statement that decides: a second link, a second press or the expiry at this moment finds nothing to change.</summary>
    private async Task<ParticipationReceipt?> DecideAsync(string hash, AccountId accountId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (account, at) = (accountId.Value, now.UtcDateTime);
        var confirmed = await statements.ListAsync(
            $"""
             UPDATE campaigns_participations SET state = 2, confirmed_at = {at}
             WHERE id = (SELECT l.participation_id FROM campaigns_validation_links l
                         WHERE l.token_hash = {hash} AND l.account_id = {account} AND l.expires_at > {at})
               AND state = 1 AND expires_at > {at}
             RETURNING id, (SELECT c.title FROM campaigns_campaigns c WHERE c.id = campaigns_participations.campaign_id), earns
             """,
            static row => new ParticipationReceipt(new ParticipationId(row.GetGuid(0)), row.GetString(1), new Sun(row.GetInt64(2))),
            cancellationToken);
        return confirmed.SingleOrDefault();
    }

    private async Task<Result<ParticipationReceipt>> WhyNotAsync(string hash, AccountId accountId, CancellationToken cancellationToken)
    {
        var found = await (
            from link in db.Set<ValidationLink>()
            join participation in db.Set<Participation>() on link.ParticipationId equals participation.Id
            join campaign in db.Set<Campaign>() on participation.CampaignId equals campaign.Id
            where link.TokenHash == hash && link.AccountId == accountId
            select new { participation.Id, participation.State, participation.Earns, campaign.Title }).SingleOrDefaultAsync(cancellationToken);
        return found switch
        {
            null => CampaignErrors.BadValidationLink,
            { State: ParticipationState.Confirmed or ParticipationState.Held or ParticipationState.Paid } =>
                new ParticipationReceipt(found.Id, found.Title, found.Earns, Again: true),
            _ => CampaignErrors.ParticipationExpired,
        };
    }
}
