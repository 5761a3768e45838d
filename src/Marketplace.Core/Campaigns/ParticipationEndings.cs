using System.Linq.Expressions;
using Marketplace.Campaigns.Data;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>How a participation ends unpaid.</summary>
internal sealed class ParticipationEndings(MarketplaceDbContext db, CampaignLocks locks, Budgets budgets)
{
    /// <summary>Ends it where it is still live; the condition is part of the update, so a payment at the same moment wins or loses as a whole.</summary>
    /// <param name="participation">Which.</param>
    /// <param name="state">As what it ends.</param>
    /// <param name="only">What must hold of it besides, as it is when it ends.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>True where this call ended it.</returns>
    public async Task<bool> EndAsync(
        Participation participation, ParticipationState state, Expression<Func<Participation, bool>> only, CancellationToken cancellationToken)
    {
        var campaign = await locks.TakeAsync(participation.CampaignId, cancellationToken)
            ?? throw new InvalidOperationException($"Participation {participation.Id} has no campaign.");
        var ended = await db.Set<Participation>()
            .Where(row => row.Id == participation.Id && row.State < ParticipationState.Confirmed)
            .Where(only)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state), cancellationToken) == 1;
        if (ended)
        {
            await budgets.ReleaseAsync(campaign, participation, cancellationToken);
        }

        return ended;
    }
}
