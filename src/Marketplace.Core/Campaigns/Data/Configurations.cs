using Marketplace.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Campaigns.Data;

internal sealed class Configurations :
    IEntityTypeConfiguration<Campaign>,
    IEntityTypeConfiguration<Participation>,
    IEntityTypeConfiguration<Proof>,
    IEntityTypeConfiguration<ValidationLink>,
    IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("campaigns_campaigns");
        builder.HasKey(campaign => campaign.Id);
        builder.Property(campaign => campaign.Id).ValueGeneratedNever();
        // 80 characters as people count them may be more as a computer does.
        builder.Property(campaign => campaign.Title).HasMaxLength(CampaignTitle.MostCodeUnits);
        builder.Property(campaign => campaign.Platform).HasMaxLength(20);
        builder.Property(campaign => campaign.BotId).HasMaxLength(40);
        builder.Property(campaign => campaign.BotUsername).HasMaxLength(64);
        builder.Property(campaign => campaign.Returns).HasDefaultValue(0);
        builder.Property(campaign => campaign.Tested).HasDefaultValue(false);
        builder.Property(campaign => campaign.Wanted).HasDefaultValue(Sun.Zero);
        builder.Property(campaign => campaign.Told).HasDefaultValue(CampaignMilestones.None);
        builder.HasIndex(campaign => campaign.Id, "suspended").HasFilter("state = 3").HasDatabaseName("ix_campaigns_campaigns_suspended");
        builder.HasIndex(campaign => campaign.OwnerId);
        builder.HasIndex(campaign => campaign.Id, "unsettled").HasFilter("state = 4 AND settled_at IS NULL").HasDatabaseName("ix_campaigns_campaigns_unsettled");
        builder.HasIndex(campaign => campaign.Reward).HasFilter("state = 1 AND funded").HasDatabaseName("ix_campaigns_campaigns_offered");
        builder.Ignore(campaign => campaign.Bot);
        builder.Ignore(campaign => campaign.Escrow);
    }

    public void Configure(EntityTypeBuilder<Participation> builder)
    {
        builder.ToTable("campaigns_participations");
        builder.HasKey(participation => participation.Id);
        builder.Property(participation => participation.Id).ValueGeneratedNever();
        builder.Ignore(participation => participation.HoldId);
        // One live or paid participation per person and campaign, whatever runs at once.
        builder.HasIndex(participation => new { participation.CampaignId, participation.AccountId })
            .IsUnique()
            .HasFilter("state < 10")
            .HasDatabaseName("ix_campaigns_participations_live");
        builder.HasIndex(participation => participation.AccountId);
        builder.HasIndex(participation => participation.ExpiresAt).HasFilter("state < 2").HasDatabaseName("ix_campaigns_participations_expiring");
        builder.HasIndex(participation => participation.ExpiresAt, "ended").HasFilter("state >= 10 AND state < 13").HasDatabaseName("ix_campaigns_participations_ended");
        builder.Property(participation => participation.HeldBecause).HasMaxLength(60);
        builder.HasIndex(participation => participation.ConfirmedAt, "confirmed").HasFilter("state = 2").HasDatabaseName("ix_campaigns_participations_confirmed");
        builder.HasIndex(participation => participation.ConfirmedAt, "held").HasFilter("state = 3").HasDatabaseName("ix_campaigns_participations_held");
    }

    public void Configure(EntityTypeBuilder<Proof> builder)
    {
        builder.ToTable("campaigns_proofs");
        builder.HasKey(proof => proof.Fingerprint);
        builder.Property(proof => proof.Fingerprint).HasMaxLength(64);
        builder.HasIndex(proof => proof.AcceptedAt);
    }

    public void Configure(EntityTypeBuilder<ValidationLink> builder)
    {
        builder.ToTable("campaigns_validation_links");
        builder.HasKey(link => link.TokenHash);
        builder.Property(link => link.TokenHash).HasMaxLength(64);
        builder.HasIndex(link => link.ExpiresAt);
    }

    public void Configure(EntityTypeBuilder<Report> builder)
    {
        builder.ToTable("campaigns_reports");
        builder.HasKey(report => report.Id);
        builder.Property(report => report.Id).ValueGeneratedNever();
        builder.Property(report => report.Text).HasMaxLength(1000);
        builder.HasIndex(report => new { report.CampaignId, report.AccountId }).IsUnique();
        builder.HasIndex(report => report.ReportedAt).HasFilter("state = 0").HasDatabaseName("ix_campaigns_reports_open");
    }
}
