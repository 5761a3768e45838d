using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

internal sealed class SubmitProofHandler(MarketplaceDbContext db, TimeProvider time, IOptions<CampaignsOptions> options)
    : IRequestHandler<SubmitProof, Result<ProofAccepted>>
{
    public async Task<Result<ProofAccepted>> Handle(SubmitProof request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var candidates = await CandidatesAsync(request, cancellationToken);
        if (candidates.Count == 0)
        {
            return CampaignErrors.NothingOpen;
        }

        // A person may have several open at once: the origin tells which one is meant, else the newest is.
        var (participation, campaign) = candidates.FirstOrDefault(candidate => candidate.Campaign.BotId == request.Evidence.OriginId, candidates[0]);
        if (ForwardVerdict.Judge(request.Evidence, campaign.Bot, participation.OpenedAt, options.Value.ClockTolerance) is { } refusal)
        {
            return refusal;
        }

        if (participation.ExpiresAt <= now)
        {
            return CampaignErrors.ParticipationExpired;
        }

        return await IsFirstUseAsync(request.Evidence, participation, now, cancellationToken)
            ? await AcceptAsync(participation, now, cancellationToken)
            : ProofErrors.AlreadyUsed;
    }

    private async Task<List<(Participation Participation, Campaign Campaign)>> CandidatesAsync(SubmitProof request, CancellationToken cancellationToken)
    {
        var rows = await (
            from participation in db.Set<Participation>()
            join campaign in db.Set<Campaign>() on participation.CampaignId equals campaign.Id
            where participation.AccountId == request.AccountId
                && participation.State < ParticipationState.Confirmed
                && campaign.Platform == request.Evidence.Platform
            orderby participation.OpenedAt descending
            select new { participation, campaign }).AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.participation, row.campaign))];
    }

    /// <summary>The key (campaign, fingerprint) decides, so two at once can not both be first.</summary>
    private async Task<bool> IsFirstUseAsync(ForwardEvidence evidence, Participation participation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fingerprint = ForwardVerdict.Fingerprint(evidence);
        var (campaignId, id, at) = (participation.CampaignId.Value, participation.Id.Value, now.UtcDateTime);
        await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO campaigns_proofs (campaign_id, fingerprint, participation_id, accepted_at) VALUES ({campaignId}, {fingerprint}, {id}, {at})
             ON CONFLICT (campaign_id, fingerprint) DO NOTHING
             """,
            cancellationToken);
        return await db.Set<Proof>().AnyAsync(
            proof => proof.CampaignId == participation.CampaignId && proof.Fingerprint == fingerprint && proof.ParticipationId == participation.Id,
            cancellationToken);
    }

    private async Task<Result<ProofAccepted>> AcceptAsync(Participation participation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var linkExpires = now + options.Value.ValidationWindow;
        var expires = participation.ExpiresAt > linkExpires ? participation.ExpiresAt : linkExpires;
        var accepted = await db.Set<Participation>()
            .Where(row => row.Id == participation.Id && row.State < ParticipationState.Confirmed)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, ParticipationState.Proved).SetProperty(row => row.ExpiresAt, expires),
                cancellationToken);
        if (accepted == 0)
        {
            // Paid or ended since we looked.
            return CampaignErrors.NothingOpen;
        }

        var token = ValidationTokens.New();
        db.Add(new ValidationLink
        {
            TokenHash = ValidationTokens.Hash(token),
            ParticipationId = participation.Id,
            AccountId = participation.AccountId,
            ExpiresAt = linkExpires,
        });
        return new ProofAccepted(participation.Id, token, linkExpires, participation.Earns);
    }
}
