using Marketplace.Persistence;
using Marketplace.Persistence.Purging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Inbox;

/// <summary>Forgets what was handled, what was told, and at last what could not be handled: its payload is what a person wrote.</summary>
internal sealed class ChatPurge(MarketplaceDbContext db, TimeProvider time, IOptions<ChatOptions> options) : IPurge
{
    public string Name => "chat.messages";

    public async Task<int> PurgeAsync(int most, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (until, parkedUntil) = (now - options.Value.Retention, now - options.Value.ParkedRetention);
        var updates = await db.Database.ExecuteSqlAsync(
            $"""
             DELETE FROM chat_updates WHERE id IN (
                 SELECT id FROM chat_updates
                 WHERE arrived_at < {until} AND (state = 1 OR (state = 2 AND arrived_at < {parkedUntil})) ORDER BY arrived_at LIMIT {most})
             """,
            cancellationToken);
        return updates + await db.Database.ExecuteSqlAsync(
            $"""
             DELETE FROM chat_notifications WHERE id IN (
                 SELECT id FROM chat_notifications WHERE ended_at < {until} ORDER BY ended_at LIMIT {most - updates})
             """,
            cancellationToken);
    }
}
