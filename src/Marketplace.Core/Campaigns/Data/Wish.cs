using Marketplace.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Campaigns.Data;

/// <summary>Somebody wants to be told of the next offer, once.</summary>
internal sealed class Wish
{
    public required AccountId AccountId { get; init; }

    public required string Platform { get; init; }

    public required DateTimeOffset WishedAt { get; init; }
}

internal sealed class WishConfiguration : IEntityTypeConfiguration<Wish>
{
    public void Configure(EntityTypeBuilder<Wish> builder)
    {
        builder.ToTable("campaigns_wishes");
        builder.HasKey(wish => wish.AccountId);
        builder.Property(wish => wish.AccountId).ValueGeneratedNever();
        builder.Property(wish => wish.Platform).HasMaxLength(20);
        builder.HasIndex(wish => new { wish.Platform, wish.WishedAt }).HasDatabaseName("ix_campaigns_wishes_oldest");
    }
}
