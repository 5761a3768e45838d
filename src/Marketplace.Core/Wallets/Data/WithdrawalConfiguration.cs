using Marketplace.Kernel;
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
        builder.Property(withdrawal => withdrawal.ActivationFee).HasDefaultValue(Sun.Zero);
        builder.Property(withdrawal => withdrawal.ApprovalsNeeded).HasDefaultValue(0);
        builder.Property(withdrawal => withdrawal.OpeningReturned).HasDefaultValue(Sun.Zero);
        builder.Property(withdrawal => withdrawal.Reason).HasMaxLength(ReviewWithdrawal.LongestReason);
        builder.HasIndex(withdrawal => new { withdrawal.AccountId, withdrawal.Id });
        builder.HasIndex(withdrawal => new { withdrawal.Network, withdrawal.TransactionId }).IsUnique();
        // The sums of the daily limits, with all that they ask.
        builder.HasIndex(withdrawal => new { withdrawal.Network, withdrawal.RequestedAt, withdrawal.State, withdrawal.AccountId, withdrawal.Amount, withdrawal.NotBefore })
            .HasDatabaseName("ix_wallets_withdrawals_limits");
        // What an operator may still stop, oldest first.
        builder.HasIndex(withdrawal => withdrawal.Id).HasFilter("state < 2").HasDatabaseName("ix_wallets_withdrawals_waiting");
        // What is owed to people since before this was looked at: nothing, once a process has begun.
        builder.HasIndex(withdrawal => withdrawal.OpeningReturned).HasDatabaseName("ix_wallets_withdrawals_owed").HasFilter("opening_returned < 0");
        // States below Settled: the few that still need something done.
        builder.HasIndex(withdrawal => new { withdrawal.State, withdrawal.Id }).HasDatabaseName("ix_wallets_withdrawals_live").HasFilter("state < 4");
    }
}

internal sealed class PaymentAttemptConfiguration : IEntityTypeConfiguration<PaymentAttempt>
{
    public void Configure(EntityTypeBuilder<PaymentAttempt> builder)
    {
        builder.ToTable("wallets_attempts");
        builder.HasKey(attempt => new { attempt.WithdrawalId, attempt.Number });
        builder.Property(attempt => attempt.Network).HasMaxLength(32);
        builder.Property(attempt => attempt.TransactionId).HasMaxLength(100);
        builder.Property(attempt => attempt.OpenedRecipient).HasDefaultValue(false);
        builder.HasIndex(attempt => new { attempt.Network, attempt.TransactionId }).IsUnique();
        // Live or paid: there is never a second one that could pay.
        builder.HasIndex(attempt => attempt.WithdrawalId).HasDatabaseName("ix_wallets_attempts_one").IsUnique().HasFilter("outcome < 2");
    }
}

internal sealed class ApprovalConfiguration : IEntityTypeConfiguration<Approval>
{
    public void Configure(EntityTypeBuilder<Approval> builder)
    {
        builder.ToTable("wallets_approvals");
        builder.HasKey(approval => new { approval.WithdrawalId, approval.OperatorId });
    }
}

internal sealed class WithdrawalControlConfiguration : IEntityTypeConfiguration<WithdrawalControl>
{
    public void Configure(EntityTypeBuilder<WithdrawalControl> builder)
    {
        builder.ToTable("wallets_controls");
        builder.HasKey(control => control.Network);
        builder.Property(control => control.Network).HasMaxLength(32);
        builder.Property(control => control.IsPaused).HasDefaultValue(false);
    }
}
