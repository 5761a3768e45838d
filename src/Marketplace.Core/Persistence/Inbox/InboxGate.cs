using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Persistence.Inbox;

/// <summary>This consumer has seen this message.</summary>
internal sealed class InboxMessage
{
    public required string Consumer { get; init; }

    public required Guid MessageId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>Lets each message through once per consumer, in the transaction of its effect.</summary>
internal sealed class InboxGate(MarketplaceDbContext db, TimeProvider time)
{
    public async Task<bool> IsFirstAsync(string consumer, Guid messageId, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow().UtcDateTime;
        return await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO inbox_messages (consumer, message_id, received_at) VALUES ({consumer}, {messageId}, {at}) ON CONFLICT (consumer, message_id) DO NOTHING""",
            cancellationToken) == 1;
    }
}

internal sealed class InboxMessageConfiguration : IEntityTypeConfiguration<InboxMessage>
{
    public void Configure(EntityTypeBuilder<InboxMessage> builder)
    {
        builder.ToTable("inbox_messages");
        builder.HasKey(message => new { message.Consumer, message.MessageId });
        builder.Property(message => message.Consumer).HasMaxLength(200);
        builder.HasIndex(message => message.ReceivedAt);
    }
}
