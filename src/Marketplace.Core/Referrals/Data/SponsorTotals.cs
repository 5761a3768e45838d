using Marketplace.Accounts;
using Marketplace.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Referrals.Data;

/// <summary>A sponsor's commissions added up, in the transactions that change them: a busy sponsor has more of them than a screen can add.</summary>
internal sealed class SponsorTotals
{
    public required AccountId SponsorId { get; init; }

    public Sun Paid { get; init; }

    public Sun Waiting { get; init; }
}

internal sealed class SponsorTotalsConfiguration : IEntityTypeConfiguration<SponsorTotals>
{
    public void Configure(EntityTypeBuilder<SponsorTotals> builder)
    {
        builder.ToTable("referrals_totals");
        builder.HasKey(totals => totals.SponsorId);
        builder.Property(totals => totals.SponsorId).ValueGeneratedNever();
    }
}
