using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Outbox;
using Marketplace.Persistence.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>
/// A payment brought a campaign past a milestone. Payments do not take the campaign's lock, so that they wait for nobody who manages it: they only say where it is worth to
/// look.
/// </summary>
/// <param name="CampaignId">Which.</param>
internal sealed record ProgressNoticed(CampaignId CampaignId) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"campaign:{CampaignId}";
}

/// <summary>Looks again behind the lock, and tells each milestone once.</summary>
internal sealed class TellProgressHandler(MarketplaceDbContext db, CampaignLocks locks, Progress progress, IUnitOfWork unit) : IIntegrationEventHandler<ProgressNoticed>
{
    public async Task HandleAsync(ProgressNoticed noticed, CancellationToken cancellationToken)
    {
        await locks.TakeAsync(noticed.CampaignId, cancellationToken);
        foreach (var (news, passed) in await progress.FindAsync([noticed.CampaignId], cancellationToken))
        {
            await db.Set<Campaign>()
                .Where(row => row.Id == news.CampaignId)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Told, row => row.Told | passed), cancellationToken);
            unit.Publish(news);
        }
    }
}
