using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Ledger.Data;

internal sealed class RowConfigurations :
    IEntityTypeConfiguration<AccountRow>,
    IEntityTypeConfiguration<JournalRow>,
    IEntityTypeConfiguration<EntryRow>,
    IEntityTypeConfiguration<TailRow>,
    IEntityTypeConfiguration<SealRow>,
    IEntityTypeConfiguration<HoldRow>
{
    public void Configure(EntityTypeBuilder<AccountRow> builder)
    {
        builder.ToTable("ledger_accounts", table =>
        {
            table.HasCheckConstraint("ck_ledger_accounts_held", "held >= 0");
            table.HasCheckConstraint("ck_ledger_accounts_floor", "balance - held >= floor");
        });
        builder.HasKey(account => account.Id);
        builder.Property(account => account.Code).HasMaxLength(LedgerLimits.LongestCode);
        builder.Property(account => account.Asset).HasMaxLength(20);
        builder.HasIndex(account => new { account.Code, account.Asset }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<JournalRow> builder)
    {
        builder.ToTable("ledger_journal");
        builder.HasKey(journal => journal.Id);
        builder.Property(journal => journal.Key).HasMaxLength(LedgerLimits.LongestKey);
        builder.Property(journal => journal.Kind).HasMaxLength(60);
        builder.Property(journal => journal.Reference).HasMaxLength(200);
        builder.HasIndex(journal => journal.Key).IsUnique();
        builder.HasIndex(journal => journal.Reverses).IsUnique().HasFilter("reverses IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<EntryRow> builder)
    {
        builder.ToTable("ledger_entries", table => table.HasCheckConstraint("ck_ledger_entries_amount", "amount <> 0"));
        builder.HasKey(entry => new { entry.AccountId, entry.Version });
        builder.HasIndex(entry => entry.JournalId);
    }

    public void Configure(EntityTypeBuilder<TailRow> builder)
    {
        builder.ToTable("ledger_tail", table => table.HasCheckConstraint("ck_ledger_tail_amount", "amount <> 0"));
        builder.HasKey(entry => entry.Id);
        builder.HasIndex(entry => entry.AccountId);
        builder.HasIndex(entry => entry.JournalId);
    }

    public void Configure(EntityTypeBuilder<SealRow> builder)
    {
        builder.ToTable("ledger_seals");
        builder.HasKey(seal => seal.Sequence);
        builder.Property(seal => seal.Sequence).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<HoldRow> builder)
    {
        builder.ToTable("ledger_holds", table => table.HasCheckConstraint("ck_ledger_holds_captured", "captured >= 0 AND captured <= amount"));
        builder.HasKey(hold => hold.Id);
        builder.Property(hold => hold.Id).ValueGeneratedNever();
        builder.Property(hold => hold.Reference).HasMaxLength(200);
        builder.HasIndex(hold => hold.AccountId).HasFilter("state = 0").HasDatabaseName("ix_ledger_holds_open");
        builder.HasIndex(hold => hold.ExpiresAt).HasFilter("state = 0 AND expires_at IS NOT NULL").HasDatabaseName("ix_ledger_holds_expiring");
    }
}
