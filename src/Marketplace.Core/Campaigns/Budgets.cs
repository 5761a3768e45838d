using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>What every ending of a participation does with the money it no longer needs.</summary>
internal sealed class Budgets(MarketplaceDbContext db, ISender sender)
{
    /// <summary>Brings <see cref="Campaign.Funded"/> in line with the escrow.</summary>
    public async Task RefreshAsync(CampaignId id, CancellationToken cancellationToken)
    {
        var campaign = await db.Set<Campaign>().AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        var funded = (await sender.Send(new GetBalances([campaign.Escrow]), cancellationToken))[0].Available >= campaign.Reward.Value;
        await db.Set<Campaign>()
            .Where(row => row.Id == id && row.Funded != funded)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Funded, funded), cancellationToken);
    }

    /// <summary>Frees a participation's reservation; of a closed campaign it returns to the owner at once.</summary>
    public async Task ReleaseAsync(Participation participation, CancellationToken cancellationToken)
    {
        (await sender.Send(new ReleaseHold(participation.HoldId), cancellationToken)).ThrowIfFailed();
        // Locks the row: a campaign that closes at this moment has either returned this money already or waits for us.
        var closed = await db.Set<Campaign>()
            .Where(row => row.Id == participation.CampaignId && row.State == CampaignState.Closed)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Funded, false), cancellationToken) == 1;
        if (!closed)
        {
            await RefreshAsync(participation.CampaignId, cancellationToken);
            return;
        }

        var campaign = await db.Set<Campaign>().AsNoTracking().SingleAsync(row => row.Id == participation.CampaignId, cancellationToken);
        await ReturnAsync(campaign, $"campaign-return:{participation.Id}", cancellationToken);
    }

    /// <summary>Moves what is free in the escrow back to the owner's ad balance.</summary>
    /// <returns>What was moved, and what is still reserved.</returns>
    public async Task<(Sun Returned, Sun Reserved)> ReturnAsync(Campaign campaign, string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var escrow = (await sender.Send(new GetBalances([campaign.Escrow]), cancellationToken))[0];
            if (escrow.Available == 0)
            {
                return (Sun.Zero, new Sun(escrow.Held));
            }

            var posted = await sender.Send(
                new PostTransfer(new Transfer(
                    key,
                    "campaign.returned",
                    $"campaign:{campaign.Id}",
                    [new Entry(campaign.Escrow, -escrow.Available), new Entry(LedgerAccount.Ad(campaign.OwnerId.Value), escrow.Available)])),
                cancellationToken);
            // Somebody reserved in between: look again, there is less to return now.
            if (posted.Error?.Code != LedgerErrors.InsufficientFunds.Code)
            {
                posted.ThrowIfFailed();
                return (new Sun(escrow.Available), new Sun(escrow.Held));
            }
        }
    }
}

internal static class Expectations
{
    /// <summary>For what this module itself has made sure of: a failure is a bug, and the transaction must not commit.</summary>
    public static void ThrowIfFailed(this IResult result)
    {
        if (result.Error is not null)
        {
            throw new InvalidOperationException($"The ledger refused what must hold: {result.Error}.");
        }
    }
}
