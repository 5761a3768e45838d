using Marketplace.Accounts;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

/// <summary>What a campaign can still pay is owed to its owner: it returns to him when he closes it.</summary>
internal sealed class OwnedEscrows(MarketplaceDbContext db) : IOwnedAccounts
{
    /// <summary>Enough for anybody's open campaigns; a proof of thousands would be no use to a person.</summary>
    private const int Most = 200;

    public async Task<IReadOnlyList<LedgerAccount>> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var owner = new AccountId(accountId);
        var campaigns = await db.Set<Campaign>()
            .Where(campaign => campaign.OwnerId == owner)
            .OrderByDescending(campaign => campaign.Id)
            .Select(campaign => campaign.Id)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return [.. campaigns.Select(campaign => LedgerAccount.Escrow(campaign.Value))];
    }
}
