using Marketplace.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Campaigns.Data;

/// <summary>
/// What a campaign has paid so far, counted with each payment: a busy one has more participations than a screen can count. A row of its own, written behind the ledger's locks, so that no
/// payment waits for whoever manages the campaign.
/// </summary>
internal sealed class CampaignTotals
{
    public required CampaignId CampaignId { get; init; }

    /// <summary>How many participations were paid.</summary>
    public int Paid { get; init; }

    /// <summary>What they cost.</summary>
    public Sun Spent { get; init; }
}

internal sealed class CampaignTotalsConfiguration : IEntityTypeConfiguration<CampaignTotals>
{
    public void Configure(EntityTypeBuilder<CampaignTotals> builder)
    {
        builder.ToTable("campaigns_totals");
        builder.HasKey(totals => totals.CampaignId);
        builder.Property(totals => totals.CampaignId).ValueGeneratedNever();
    }
}
