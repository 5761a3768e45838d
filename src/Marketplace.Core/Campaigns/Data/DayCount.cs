using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Campaigns.Data;

/// <summary>How many participations of a campaign were paid on a day of UTC, counted with each payment like <see cref="CampaignTotals"/> and behind its row's lock; no row for a day without one.</summary>
internal sealed class DayCount
{
    public required CampaignId CampaignId { get; init; }

    public required DateOnly Day { get; init; }

    public int Paid { get; init; }
}

internal sealed class DayCountConfiguration : IEntityTypeConfiguration<DayCount>
{
    public void Configure(EntityTypeBuilder<DayCount> builder)
    {
        builder.ToTable("campaigns_days");
        builder.HasKey(count => new { count.CampaignId, count.Day });
    }
}
