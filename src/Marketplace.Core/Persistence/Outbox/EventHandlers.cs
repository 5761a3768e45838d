using System.Collections.Concurrent;
using Marketplace.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.Outbox;

/// <summary>Who hears which event, looked at once for each type.</summary>
internal sealed class EventHandlers(IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<Type, Listeners> known = new();

    public Listeners Of(Type type) => known.GetOrAdd(type, _ =>
    {
        using var scope = scopes.CreateScope();
        var listeners = new Listeners(type, 0, true);
        return listeners.In(scope).Aggregate(
            listeners, (all, handler) => all with { Count = all.Count + 1, ShareTransaction = all.ShareTransaction && listeners.Shares(handler) });
    });
}

/// <summary>The handlers of one type of event.</summary>
/// <param name="EventType">The event.</param>
/// <param name="Count">How many there are.</param>
/// <param name="ShareTransaction">True where all of them may share a transaction with other deliveries.</param>
internal sealed record Listeners(Type EventType, int Count, bool ShareTransaction)
{
    private readonly Type handlerType = typeof(IIntegrationEventHandler<>).MakeGenericType(EventType);

    public IEnumerable<object> In(IServiceScope scope) => scope.ServiceProvider.GetServices(handlerType).OfType<object>();

    public bool Shares(object handler) => (bool)handlerType.GetProperty(nameof(IIntegrationEventHandler<IIntegrationEvent>.SharesTransaction))!.GetValue(handler)!;

    public Task HandleAsync(object handler, object integrationEvent, CancellationToken cancellationToken) => (Task)handlerType
        .GetMethod(nameof(IIntegrationEventHandler<IIntegrationEvent>.HandleAsync))!
        .Invoke(handler, [integrationEvent, cancellationToken])!;
}
