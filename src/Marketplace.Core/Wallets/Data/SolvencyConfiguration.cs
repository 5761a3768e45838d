using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Wallets.Data;

internal sealed class SolvencySnapshotConfiguration : IEntityTypeConfiguration<SolvencySnapshot>
{
    public void Configure(EntityTypeBuilder<SolvencySnapshot> builder)
    {
        builder.ToTable("wallets_solvency_snapshots");
        builder.HasKey(snapshot => snapshot.Id);
        builder.Property(snapshot => snapshot.Id).ValueGeneratedNever();
        builder.Property(snapshot => snapshot.Network).HasMaxLength(32);
        builder.Property(snapshot => snapshot.Asset).HasMaxLength(20);
        builder.Property(snapshot => snapshot.BlockId).HasMaxLength(100);
        builder.Property(snapshot => snapshot.SealHead).HasMaxLength(200);
        builder.HasIndex(snapshot => new { snapshot.Network, snapshot.Id });
    }
}

internal sealed class SolvencyTileConfiguration : IEntityTypeConfiguration<SolvencyTile>
{
    public void Configure(EntityTypeBuilder<SolvencyTile> builder)
    {
        builder.ToTable("wallets_solvency_tiles");
        builder.HasKey(tile => new { tile.SnapshotId, tile.Level, tile.Position });
    }
}

internal sealed class SolvencyPageConfiguration : IEntityTypeConfiguration<SolvencyPage>
{
    public void Configure(EntityTypeBuilder<SolvencyPage> builder)
    {
        builder.ToTable("wallets_solvency_pages");
        builder.HasKey(page => new { page.SnapshotId, page.Number });
    }
}

internal sealed class WalletSecretConfiguration : IEntityTypeConfiguration<WalletSecret>
{
    public void Configure(EntityTypeBuilder<WalletSecret> builder)
    {
        builder.ToTable("wallets_secrets");
        builder.HasKey(secret => secret.Name);
        builder.Property(secret => secret.Name).HasMaxLength(50);
    }
}
