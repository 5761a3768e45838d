using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Wallets.Data;

internal sealed class WithdrawalConfiguration : IEntityTypeConfiguration<Withdrawal>
{
    public void Configure(EntityTypeBuilder<Withdrawal> builder)
    {
        builder.ToTable("wallets_withdrawals");
        builder.HasKey(withdrawal => withdrawal.Id);
        builder.Property(withdrawal => withdrawal.Id).ValueGeneratedNever();
        builder.Property(withdrawal => withdrawal.Network).HasMaxLength(32);
        builder.Property(withdrawal => withdrawal.Address).HasMaxLength(100);
        builder.Property(withdrawal => withdrawal.TransactionId).HasMaxLength(100);
        builder.HasIndex(withdrawal => new { withdrawal.AccountId, withdrawal.Id });
        builder.HasIndex(withdrawal => new { withdrawal.Network, withdrawal.TransactionId }).IsUnique();
        // States below Settled: the few that still need something done.
        builder.HasIndex(withdrawal => new { withdrawal.State, withdrawal.Id }).HasDatabaseName("ix_wallets_withdrawals_live").HasFilter("state < 4");
    }
}
