using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Frontends.Inbox;

internal enum UpdateState
{
    Pending = 0,
    Done = 1,

    /// <summary>Given up: an operator looks at <see cref="ChatUpdate.Failure"/>, mends the cause and sets it back to pending.</summary>
    Parked = 2,
}

/// <summary>One update as it arrived.</summary>
internal sealed class ChatUpdate
{
    /// <summary>Grows in the order of arrival.</summary>
    public required Guid Id { get; init; }

    public required string Platform { get; init; }

    public required string UpdateKey { get; init; }

    public required string OrderKey { get; init; }

    /// <summary>Emptied once handled: what people write is not kept longer than it is needed.</summary>
    public required string Payload { get; init; }

    public required UpdateState State { get; init; }

    public required int Attempts { get; init; }

    public string? Failure { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }
}

internal sealed class ChatUpdateConfiguration : IEntityTypeConfiguration<ChatUpdate>
{
    public void Configure(EntityTypeBuilder<ChatUpdate> builder)
    {
        builder.ToTable("chat_updates");
        builder.HasKey(update => update.Id);
        builder.Property(update => update.Id).ValueGeneratedNever();
        builder.Property(update => update.Platform).HasMaxLength(20);
        builder.Property(update => update.UpdateKey).HasMaxLength(100);
        builder.Property(update => update.OrderKey).HasMaxLength(100);
        builder.HasIndex(update => new { update.Platform, update.UpdateKey }).IsUnique();
        builder.HasIndex(update => new { update.Platform, update.Id }).HasDatabaseName("ix_chat_updates_pending").HasFilter("state = 0");
        builder.HasIndex(update => update.ArrivedAt);
    }
}
