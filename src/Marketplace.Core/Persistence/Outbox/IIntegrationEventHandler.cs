using Marketplace.Kernel;

namespace Marketplace.Persistence.Outbox;

/// <summary>
/// Hears an integration event after its commit. It runs in a transaction of its own (but see <see cref="SharesTransaction"/>), which also remembers that this handler has seen
/// this event: its database effect happens exactly once. It must not call the outside world: it writes a row that a worker acts on.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IIntegrationEventHandler<in TEvent>
    where TEvent : IIntegrationEvent
{
    /// <summary>
    /// True where the effect is a few rows of the handler's own and no lock on anybody else's: deliveries that follow each other then share one transaction.
    /// Where one of them fails, each is delivered again in its own.
    /// </summary>
    bool SharesTransaction => false;

    /// <summary>Takes the effect. An exception means: again later, and after the last attempt the message is parked with its reason.</summary>
    /// <param name="integrationEvent">What happened.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task HandleAsync(TEvent integrationEvent, CancellationToken cancellationToken);
}

/// <summary>How patient the outbox is.</summary>
public sealed class OutboxOptions
{
    /// <summary>How often a message is tried before it is parked.</summary>
    public int MaximumAttempts { get; set; } = 10;

    /// <summary>The wait after the first failure; it doubles with each further one up to <see cref="LongestDelay"/>.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often to look when nothing woke it.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a delivered message is kept.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}
