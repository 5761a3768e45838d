using Marketplace.Persistence;
using Marketplace.Persistence.Purging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

/// <summary>
/// Forgets links that work no longer, and after <see cref="CampaignsOptions.Retention"/> what ended unpaid and the proofs. What was paid stays: it is why nobody is paid twice. A proof is
/// needed for as long as its message could prove something else, and that is until the last participation has ended that was open when the message was sent.
/// </summary>
internal sealed class CampaignPurge(MarketplaceDbContext db, TimeProvider time, IOptions<CampaignsOptions> options) : IPurge
{
    /// <summary>A link opened too late is answered by what became of its participation.</summary>
    private static readonly TimeSpan OfLinks = TimeSpan.FromDays(1);

    public string Name => "campaigns.endings";

    public async Task<int> PurgeAsync(int most, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (linksUntil, until) = (now - OfLinks, now - options.Value.Retention);
        var gone = await db.Database.ExecuteSqlAsync(
            $"""
             DELETE FROM campaigns_validation_links WHERE token_hash IN (
                 SELECT token_hash FROM campaigns_validation_links WHERE expires_at < {linksUntil} ORDER BY expires_at LIMIT {most})
             """,
            cancellationToken);
        gone += await db.Database.ExecuteSqlAsync(
            $"""
             DELETE FROM campaigns_proofs WHERE fingerprint IN (
                 SELECT fingerprint FROM campaigns_proofs WHERE accepted_at < {until} ORDER BY accepted_at LIMIT {most - gone})
             """,
            cancellationToken);
        return gone + await db.Database.ExecuteSqlAsync(
            $"""
             DELETE FROM campaigns_participations WHERE id IN (
                 SELECT id FROM campaigns_participations
                 WHERE state >= 10 AND state < 13 AND expires_at < {until} ORDER BY expires_at LIMIT {most - gone})
             """,
            cancellationToken);
    }
}
