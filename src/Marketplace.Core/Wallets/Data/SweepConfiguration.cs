using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Wallets.Data;

internal sealed class SweepConfiguration : IEntityTypeConfiguration<Sweep>
{
    public void Configure(EntityTypeBuilder<Sweep> builder)
    {
        builder.ToTable("wallets_sweeps");
        builder.HasKey(sweep => sweep.Id);
        builder.Property(sweep => sweep.Id).ValueGeneratedNever();
        builder.Property(sweep => sweep.Network).HasMaxLength(32);
        builder.Property(sweep => sweep.Destination).HasMaxLength(100);
        builder.Property(sweep => sweep.TransactionId).HasMaxLength(100);
        builder.HasIndex(sweep => new { sweep.Network, sweep.TransactionId }).IsUnique();
        builder.HasIndex(sweep => new { sweep.Network, sweep.Source, sweep.State });
        // States below Settled: one live row per source.
        builder.HasIndex(sweep => new { sweep.Network, sweep.Source }).IsUnique().HasDatabaseName("ix_wallets_sweeps_live").HasFilter("state < 2");
    }
}

internal sealed class CustodyCheckConfiguration : IEntityTypeConfiguration<CustodyCheck>
{
    public void Configure(EntityTypeBuilder<CustodyCheck> builder)
    {
        builder.ToTable("wallets_custody_checks");
        builder.HasKey(check => check.Id);
        builder.Property(check => check.Id).ValueGeneratedNever();
        builder.Property(check => check.Network).HasMaxLength(32);
        builder.HasIndex(check => new { check.Network, check.Id });
    }
}
