using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Referrals.Data;

internal sealed class CommissionConfiguration : IEntityTypeConfiguration<Commission>
{
    public void Configure(EntityTypeBuilder<Commission> builder)
    {
        builder.ToTable("referrals_commissions");
        builder.HasKey(commission => commission.Id);
        builder.Property(commission => commission.Id).ValueGeneratedNever();
        // A second worker that lost its lease without noticing must not count a payment twice.
        builder.Property(commission => commission.Paid).IsConcurrencyToken();
        builder.Property(commission => commission.Source).HasMaxLength(200);
        builder.HasIndex(commission => commission.Source).IsUnique();
        builder.HasIndex(commission => commission.Id).HasDatabaseName("ix_referrals_commissions_due").HasFilter("state = 0");
    }
}
