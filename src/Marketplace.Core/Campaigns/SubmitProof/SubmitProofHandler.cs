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
    /// <summary>This person's participations that a proof could belong to, newest first.</summary>
    private const string Live =
        $$"""
        SELECT {{Rows.CampaignColumns}}, {{Rows.ParticipationColumns}}
        FROM campaigns_participations p JOIN campaigns_campaigns c ON c.id = p.campaign_id
        WHERE p.account_id = {0} AND p.state < 2 AND c.platform = {1} ORDER BY p.opened_at DESC
        """;

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

        return await AcceptAsync(participation, ForwardVerdict.Fingerprint(request.Evidence), now, cancellationToken);
    }

    private Task<IReadOnlyList<(Participation Participation, Campaign Campaign)>> CandidatesAsync(SubmitProof request, CancellationToken cancellationToken) =>
        statements.ListAsync(
            FormattableStringFactory.Create(Live, request.AccountId.Value, request.Evidence.Platform),
            static row => (Rows.Participation(row)!, Rows.Campaign(row)),
            cancellationToken);

    /// <summary>
    /// One round trip: the key (campaign, fingerprint) decides whose the message is, so two at once can not both be first; the rest follows where it is this
    /// participation's and that is live still.
    /// </summary>
    private async Task<Result<ProofAccepted>> AcceptAsync(Participation participation, string fingerprint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var linkExpires = now + options.Value.ValidationWindow;
        var expires = participation.ExpiresAt > linkExpires ? participation.ExpiresAt : linkExpires;
        var token = ValidationTokens.New();
        var (campaign, id, account) = (participation.CampaignId.Value, participation.Id.Value, participation.AccountId.Value);
        var links = await statements.ListAsync(
            $"""
             INSERT INTO campaigns_proofs (campaign_id, fingerprint, participation_id, accepted_at)
             VALUES ({campaign}, {fingerprint}, {id}, {now.UtcDateTime}) ON CONFLICT (campaign_id, fingerprint) DO NOTHING;
             UPDATE campaigns_participations SET state = 1, expires_at = {expires.UtcDateTime}
             WHERE id = {id} AND state < 2 AND EXISTS (
                 SELECT 1 FROM campaigns_proofs f WHERE f.campaign_id = {campaign} AND f.fingerprint = {fingerprint} AND f.participation_id = {id});
             INSERT INTO campaigns_validation_links (token_hash, participation_id, account_id, expires_at)
             SELECT {ValidationTokens.Hash(token)}, p.id, p.account_id, {linkExpires.UtcDateTime} FROM campaigns_participations p
             WHERE p.id = {id} AND p.state = 1 AND p.account_id = {account} AND EXISTS (
                 SELECT 1 FROM campaigns_proofs f WHERE f.campaign_id = {campaign} AND f.fingerprint = {fingerprint} AND f.participation_id = {id})
             RETURNING participation_id
             """,
            static row => row.GetGuid(0),
            cancellationToken);
        if (links.Count == 1)
        {
            return new ProofAccepted(participation.Id, token, linkExpires, participation.Earns);
        }

        var mine = await db.Set<Proof>().AnyAsync(
            proof => proof.CampaignId == participation.CampaignId && proof.Fingerprint == fingerprint && proof.ParticipationId == participation.Id,
            cancellationToken);
        // Its own message, but it was confirmed or ended since we looked.
        return mine ? CampaignErrors.NothingOpen : ProofErrors.AlreadyUsed;
    }
}
