using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Accounts.Data;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts_accounts");
        builder.HasKey(account => account.Id);
        builder.Property(account => account.Id).ValueGeneratedNever();
        builder.Property(account => account.ReferralCode).HasMaxLength(ReferralCodes.Length);
        builder.Property(account => account.Language).HasMaxLength(2);
        builder.HasIndex(account => account.ReferralCode).IsUnique();
        builder.HasIndex(account => account.SponsorId);
        // The few that are shut out.
        builder.HasIndex(account => account.Id).HasDatabaseName("ix_accounts_accounts_banned").HasFilter("banned");
        builder.HasMany(account => account.Identities).WithOne().HasForeignKey(identity => identity.AccountId);
    }
}

internal sealed class AccountIdentityConfiguration : IEntityTypeConfiguration<AccountIdentity>
{
    public void Configure(EntityTypeBuilder<AccountIdentity> builder)
    {
        builder.ToTable("accounts_identities");
        builder.HasKey(identity => new { identity.Platform, identity.ExternalId });
        builder.Property(identity => identity.Platform).HasMaxLength(32);
        builder.Property(identity => identity.ExternalId).HasMaxLength(100);
        builder.HasIndex(identity => identity.AccountId);
    }
}
