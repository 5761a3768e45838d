using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>How a participation ends unpaid.</summary>
internal sealed class ParticipationEndings(MarketplaceDbContext db, Budgets budgets)
{
    /// <summary>Ends it where it is still live; the condition is part of the update, so a payment at the same moment wins or loses as a whole.</summary>
    /// <returns>True where this call ended it.</returns>
    public async Task<bool> EndAsync(Participation participation, ParticipationState state, CancellationToken cancellationToken)
    {
        var ended = await db.Set<Participation>()
            .Where(row => row.Id == participation.Id && row.State < ParticipationState.Confirmed)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state), cancellationToken) == 1;
        if (ended)
        {
            await budgets.ReleaseAsync(participation, cancellationToken);
        }

        return ended;
    }
}
