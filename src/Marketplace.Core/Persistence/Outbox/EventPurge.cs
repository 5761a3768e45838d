using Marketplace.Kernel;
using Marketplace.Persistence.Purging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Persistence.Outbox;

/// <summary>Forgets delivered events, and then who has seen them.</summary>
internal sealed class EventPurge(MarketplaceDbContext db, TimeProvider time, IOptions<OutboxOptions> options) : IPurge
{
    public string Name => "persistence.events";

    public async Task<int> PurgeAsync(int most, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() - options.Value.Retention;
        var at = until.UtcDateTime;
        // Ids grow with time, so the oldest come first and no index of the deliveries' times is needed.
        var messages = await db.Database.ExecuteSqlAsync(
            $"""
             DELETE FROM outbox_messages WHERE id IN (
                 SELECT id FROM outbox_messages WHERE id < {IdGenerator.FirstAt(until)} AND sent_at < {at} ORDER BY id LIMIT {most})
             """,
            cancellationToken);
        // What a parked message did before it failed stays known for as long as the message may come back.
        return messages + await db.Database.ExecuteSqlAsync(
            $"""
             DELETE FROM inbox_messages WHERE (consumer, message_id) IN (
                 SELECT s.consumer, s.message_id FROM inbox_messages s
                 WHERE s.received_at < {at} AND NOT EXISTS (SELECT 1 FROM outbox_messages m WHERE m.id = s.message_id) ORDER BY s.received_at LIMIT {most - messages})
             """,
            cancellationToken);
    }
}
