using System.Text.Json;
using Marketplace.Kernel;

namespace Marketplace.Persistence.Outbox;

/// <summary>Adds events to the current context; they are saved and committed with what caused them.</summary>
internal sealed class OutboxWriter(MarketplaceDbContext db, EventTypes types, IdGenerator ids, TimeProvider time)
{
    public void Add(IIntegrationEvent integrationEvent)
    {
        var now = time.GetUtcNow();
        db.Add(new OutboxMessage
        {
            Id = ids.Next(),
            Aggregate = integrationEvent.Aggregate,
            Type = types.NameOf(integrationEvent.GetType()),
            Payload = JsonSerializer.Serialize(integrationEvent, integrationEvent.GetType(), KernelJson.Options),
            OccurredAt = now,
            DueAt = now,
        });
    }
}
