using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Wallets.Data;

internal sealed class DepositConfiguration : IEntityTypeConfiguration<Deposit>
{
    public void Configure(EntityTypeBuilder<Deposit> builder)
    {
        builder.ToTable("wallets_deposits");
        builder.HasKey(deposit => new { deposit.Network, deposit.TransactionId, deposit.OutputIndex });
        builder.Property(deposit => deposit.Network).HasMaxLength(32);
        builder.Property(deposit => deposit.TransactionId).HasMaxLength(100);
        builder.Property(deposit => deposit.Address).HasMaxLength(100);
        builder.Property(deposit => deposit.Asset).HasMaxLength(20).HasDefaultValue("TRX");
        builder.HasIndex(deposit => new { deposit.AccountId, deposit.State });
        builder.HasIndex(deposit => new { deposit.AccountId, deposit.SeenAt });
        builder.HasIndex(deposit => deposit.Network).HasDatabaseName("ix_wallets_deposits_seen").HasFilter("state = 0");
    }
}

internal sealed class WatchedAddressConfiguration : IEntityTypeConfiguration<WatchedAddress>
{
    public void Configure(EntityTypeBuilder<WatchedAddress> builder)
    {
        builder.ToTable("wallets_addresses");
        builder.HasKey(address => new { address.Network, address.AddressIndex });
        builder.Property(address => address.Network).HasMaxLength(32);
        builder.Property(address => address.Address).HasMaxLength(100);
        builder.HasIndex(address => new { address.Network, address.Address }).IsUnique();
        builder.HasIndex(address => new { address.AccountId, address.Target, address.Network }).IsUnique();
        builder.Property(address => address.Balance).HasDefaultValue(0L);
        builder.HasIndex(address => new { address.Network, address.Balance }).HasDatabaseName("ix_wallets_addresses_holding").HasFilter("balance > 0");
    }
}

internal sealed class ChainCursorConfiguration : IEntityTypeConfiguration<ChainCursor>
{
    public void Configure(EntityTypeBuilder<ChainCursor> builder)
    {
        builder.ToTable("wallets_cursors");
        builder.HasKey(cursor => cursor.Network);
        builder.Property(cursor => cursor.Network).HasMaxLength(32);
        builder.Property(cursor => cursor.BlockId).HasMaxLength(100);
        builder.Property(cursor => cursor.HeadNumber).HasDefaultValue(0L);
    }
}
