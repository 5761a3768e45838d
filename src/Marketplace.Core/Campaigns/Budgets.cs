using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>What becomes of a campaign's money. Every campaign here was taken by <see cref="Data.CampaignLocks"/>: nobody adds, reserves or frees any beside us.</summary>
internal sealed class Budgets(MarketplaceDbContext db, ISender sender, IUnitOfWork unit, TimeProvider time)
{
    /// <summary>Brings <see cref="Campaign.Funded"/> in line with the escrow.</summary>
    /// <param name="campaign">Which; locked.</param>
    /// <param name="reward">What it pays from now on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RefreshAsync(Campaign campaign, Sun reward, CancellationToken cancellationToken)
    {
        var funded = (await EscrowAsync(campaign, cancellationToken)).Available >= reward.Value;
        var changed = await db.Set<Campaign>()
            .Where(row => row.Id == campaign.Id && row.Funded != funded)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Funded, funded), cancellationToken);
        if (funded && changed == 1)
        {
            unit.Publish(new RoomMade(campaign.Id));
        }
    }

    /// <summary>Frees a participation's reservation; of a closed campaign it returns to the owner at once.</summary>
    public async Task ReleaseAsync(Campaign campaign, Participation participation, CancellationToken cancellationToken)
    {
        (await sender.Send(new ReleaseHold(participation.HoldId), cancellationToken)).ThrowIfFailed();
        if (campaign.State == CampaignState.Closed)
        {
            await ReturnAsync(campaign, cancellationToken);
        }
        else
        {
            await RefreshAsync(campaign, campaign.Reward, cancellationToken);
        }
    }

    /// <summary>Moves what is free in a closed campaign's escrow back to the owner's ad balance.</summary>
    /// <returns>What was moved, and what is still reserved.</returns>
    public async Task<(Sun Returned, Sun Reserved)> ReturnAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        var escrow = await EscrowAsync(campaign, cancellationToken);
        if (escrow.Available > 0)
        {
            // Each return has a number, so two can not be taken for one. Behind the lock nothing can have been spent since we looked.
            (await sender.Send(
                new PostTransfer(new Transfer(
                    $"campaign-return:{campaign.Id}:{campaign.Returns + 1}",
                    "campaign.returned",
                    $"campaign:{campaign.Id}",
                    [new Entry(campaign.Escrow, -escrow.Available), new Entry(LedgerAccount.Ad(campaign.OwnerId.Value), escrow.Available)])),
                cancellationToken)).ThrowIfFailed();
        }

        var (returns, settledAt) = (campaign.Returns + (escrow.Available > 0 ? 1 : 0), escrow.Held == 0 ? time.GetUtcNow() : (DateTimeOffset?)null);
        await db.Set<Campaign>()
            .Where(row => row.Id == campaign.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Returns, returns).SetProperty(row => row.SettledAt, settledAt), cancellationToken);
        return (new Sun(escrow.Available), new Sun(escrow.Held));
    }

    private async Task<Balance> EscrowAsync(Campaign campaign, CancellationToken cancellationToken) =>
        (await sender.Send(new GetBalances([campaign.Escrow]), cancellationToken))[0];
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
