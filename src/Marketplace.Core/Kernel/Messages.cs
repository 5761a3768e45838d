using MediatR;

namespace Marketplace.Kernel;

/// <summary>Something the pipeline runs in one transaction: a command that answers with nothing but success or an error.</summary>
public interface ICommand : IRequest<Result>, ITransactional;

/// <summary>Something the pipeline runs in one transaction: a command that answers with a value or an error.</summary>
/// <typeparam name="T">The value.</typeparam>
public interface ICommand<T> : IRequest<Result<T>>, ITransactional;

/// <summary>Marks what runs in a transaction. Implemented through <see cref="ICommand"/> and <see cref="ICommand{T}"/>.</summary>
public interface ITransactional;

/// <summary>
/// A command that writes nothing at all when it fails, so that another command may send it within its own transaction
/// without the savepoint that would otherwise undo a half-done failure.
/// </summary>
public interface ILeavesNothingOnFailure;

/// <summary>A question: reads, never writes, runs outside the pipeline's transaction.</summary>
/// <typeparam name="T">The answer.</typeparam>
public interface IQuery<T> : IRequest<T>;

/// <summary>
/// A command that may arrive more than once and must take effect once: the first success under a key is stored with the
/// command's own transaction and answered again. The same key with another body is <c>kernel.key_reused</c>.
/// </summary>
public interface IIdempotent
{
    /// <summary>The caller's key, unique for the command's type; null where the caller does not repeat. At most 200 characters.</summary>
    string? IdempotencyKey { get; }
}

/// <summary>
/// A fact told inside the transaction that made it, so that what follows from it (money above all) happens with it or not at all.
/// Handlers are MediatR's <c>INotificationHandler</c>s, which the unit of work calls before it commits.
/// </summary>
public interface IDomainEvent : INotification;

/// <summary>
/// A fact told after commit through the outbox, at least once, in order per <see cref="Aggregate"/>. Handlers are
/// <c>IIntegrationEventHandler</c>s; each takes effect once by the inbox.
/// </summary>
public interface IIntegrationEvent
{
    /// <summary>Whose story this belongs to, e.g. <c>account:…</c>: events of one aggregate are delivered in order.</summary>
    string Aggregate { get; }
}

/// <summary>The errors that belong to no module.</summary>
public static class KernelErrors
{
    /// <summary>The same idempotency key came with another request.</summary>
    public static Error KeyReused { get; } = new("kernel.key_reused");

    /// <summary>A request whose shape is wrong; argument <c>field</c>: the name of what is wrong in it.</summary>
    public static Error Invalid { get; } = new("kernel.invalid");

    /// <summary>The thing asked for does not exist, or not for this person.</summary>
    public static Error NotFound { get; } = new("kernel.not_found");

    /// <summary>This person may not do this.</summary>
    public static Error Forbidden { get; } = new("kernel.forbidden");
}
