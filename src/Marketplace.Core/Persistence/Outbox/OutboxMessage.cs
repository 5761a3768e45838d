using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Persistence.Outbox;

/// <summary>One integration event on its way.</summary>
internal sealed class OutboxMessage
{
    /// <summary>Grows in the order of writing within one aggregate, whose writers take turns anyway.</summary>
    public required Guid Id { get; init; }

    public required string Aggregate { get; init; }

    public required string Type { get; init; }

    public required string Payload { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public int Attempts { get; set; }

    public required DateTimeOffset DueAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Set when it was given up: an operator looks at <see cref="Failure"/>, mends the cause and clears this.</summary>
    public DateTimeOffset? ParkedAt { get; set; }

    public string? Failure { get; set; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_messages");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).ValueGeneratedNever();
        builder.Property(message => message.Aggregate).HasMaxLength(200);
        builder.Property(message => message.Type).HasMaxLength(200);
        builder.HasIndex(message => message.Id).HasDatabaseName("ix_outbox_messages_unsent").HasFilter("sent_at IS NULL AND parked_at IS NULL");
    }
}
