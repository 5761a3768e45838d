using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Wallets.Data;

internal sealed class SavedAddressConfiguration : IEntityTypeConfiguration<SavedAddress>
{
    public void Configure(EntityTypeBuilder<SavedAddress> builder)
    {
        builder.ToTable("wallets_saved_addresses");
        builder.HasKey(address => address.Id);
        builder.Property(address => address.Id).ValueGeneratedNever();
        builder.Property(address => address.Network).HasMaxLength(32);
        builder.Property(address => address.Address).HasMaxLength(100);
        builder.Property(address => address.Name).HasMaxLength(NameAddress.LongestName);
        builder.HasIndex(address => new { address.AccountId, address.Network, address.Address }).IsUnique();
    }
}
