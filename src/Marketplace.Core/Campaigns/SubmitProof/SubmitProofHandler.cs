using System.Runtime.CompilerServices;
using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

internal sealed class SubmitProofHandler(MarketplaceDbContext db, Statements statements, TimeProvider time, IOptions<CampaignsOptions> options)
    : IRequestHandler<SubmitProof, Result<ProofAccepted>>
{
    /// <summary>
    /// This person's participations that a proof could belong to: first the one that this very message proved already, then those that wait for a proof, newest first.
    /// </summary>
    private const string Live =
        $$"""
        SELECT {{Rows.CampaignColumns}}, {{Rows.ParticipationColumns}}
        FROM campaigns_participations p
        JOIN campaigns_campaigns c ON c.id = p.campaign_id
        LEFT JOIN campaigns_proofs f ON f.fingerprint = {2} AND f.participation_id = p.id
        WHERE p.account_id = {0} AND p.state < 2 AND c.platform = {1}
        ORDER BY CASE WHEN f.fingerprint IS NULL THEN 1 ELSE 0 END, p.state, p.opened_at DESC
        """;

    public async Task<Result<ProofAccepted>> Handle(SubmitProof request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fingerprint = ForwardVerdict.Fingerprint(request.Evidence);
        var candidates = await CandidatesAsync(request, fingerprint, cancellationToken);
        if (candidates.Count == 0)
        {
            return CampaignErrors.NothingOpen;
        }

        // A person may have several open at once: the origin tells which one is meant, else the first is.
        var (participation, campaign) = candidates.FirstOrDefault(candidate => candidate.Campaign.BotId == request.Evidence.OriginId, candidates[0]);
        if (ForwardVerdict.Judge(request.Evidence, campaign.Bot, participation.OpenedAt, options.Value.ClockTolerance) is { } refusal)
        {
            return refusal;
        }

        if (participation.ExpiresAt <= now)
        {
            return CampaignErrors.ParticipationExpired;
        }

        return await AcceptAsync(participation, fingerprint, now, cancellationToken);
    }

    private Task<IReadOnlyList<(Participation Participation, Campaign Campaign)>> CandidatesAsync(
        SubmitProof request, string fingerprint, CancellationToken cancellationToken) =>
        statements.ListAsync(
            FormattableStringFactory.Create(Live, request.AccountId.Value, request.Evidence.Platform, fingerprint),
            static row => (Rows.Participation(row)!, Rows.Campaign(row)),
            cancellationToken);

    /// <summary>
    /// One round trip: the key, the fingerprint, decides whose the message is, so two at once can not both be first; the rest follows where it is this participation's
    /// and that is live still. The first proof prolongs the participation, and only that one: by repeating it nobody holds a reward for longer.
    /// </summary>
    private async Task<Result<ProofAccepted>> AcceptAsync(Participation participation, string fingerprint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fresh = now + options.Value.ValidationWindow;
        var expires = participation.State == ParticipationState.Proved || participation.ExpiresAt > fresh ? participation.ExpiresAt : fresh;
        var linkExpires = expires < fresh ? expires : fresh;
        var token = ValidationTokens.New();
        var (id, account) = (participation.Id.Value, participation.AccountId.Value);
        var links = await statements.ListAsync(
            $"""
             INSERT INTO campaigns_proofs (fingerprint, participation_id, accepted_at)
             VALUES ({fingerprint}, {id}, {now.UtcDateTime}) ON CONFLICT (fingerprint) DO NOTHING;
             UPDATE campaigns_participations SET state = 1, expires_at = {expires.UtcDateTime}
             WHERE id = {id} AND state < 2 AND EXISTS (
                 SELECT 1 FROM campaigns_proofs f WHERE f.fingerprint = {fingerprint} AND f.participation_id = {id});
             INSERT INTO campaigns_validation_links (token_hash, participation_id, account_id, expires_at)
             SELECT {ValidationTokens.Hash(token)}, p.id, p.account_id, {linkExpires.UtcDateTime} FROM campaigns_participations p
             WHERE p.id = {id} AND p.state = 1 AND p.account_id = {account} AND EXISTS (
                 SELECT 1 FROM campaigns_proofs f WHERE f.fingerprint = {fingerprint} AND f.participation_id = {id})
             RETURNING participation_id
             """,
            static row => row.GetGuid(0),
            cancellationToken);
        if (links.Count == 1)
        {
            return new ProofAccepted(participation.Id, token, linkExpires, participation.Earns);
        }

        var proved = await (
            from proof in db.Set<Proof>()
            join other in db.Set<Participation>() on proof.ParticipationId equals other.Id
            where proof.Fingerprint == fingerprint
            select new { other.Id, other.AccountId }).SingleOrDefaultAsync(cancellationToken);
        // Its own message, but it was confirmed or ended since we looked.
        return proved?.Id == participation.Id ? CampaignErrors.NothingOpen
            : proved?.AccountId == participation.AccountId ? ProofErrors.AlreadyUsed
            : ProofErrors.UsedByAnother;
    }
}
