using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

/// <summary>
/// When something that is done once a day or so is due, by what is stored: a restart neither does it again nor puts it off for a day.
/// </summary>
internal sealed class Appointments(MarketplaceDbContext db, IPaymentNetwork network, TimeProvider time)
{
    /// <param name="newest">When it was done last; null where it never was.</param>
    /// <param name="every">How long after that it is due again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> IsDueAsync(IQueryable<DateTimeOffset?> newest, TimeSpan every, CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        if (!await db.Set<ChainCursor>().AnyAsync(row => row.Network == name, cancellationToken))
        {
            // Nothing was read yet, so nothing is booked.
            return false;
        }

        var last = await newest.FirstOrDefaultAsync(cancellationToken);
        return last is null || time.GetUtcNow() - last >= every;
    }
}
