using Microsoft.EntityFrameworkCore;

namespace Marketplace.Persistence;

/// <summary>What differs between the databases, in one place. Implemented by the two provider packages.</summary>
public interface IDatabaseEngine
{
    /// <summary>For people: <c>SQLite market.db</c>, <c>PostgreSQL market@localhost</c>. Never a password.</summary>
    string Description { get; }

    /// <summary>True for PostgreSQL, which knows row locks, <c>SKIP LOCKED</c> and functions.</summary>
    bool HasRowLocks { get; }

    /// <summary>Points a context at the database.</summary>
    /// <param name="builder">The context's options.</param>
    void Configure(DbContextOptionsBuilder builder);

    /// <summary>
    /// Waits for the turn to write. SQLite has one writer: a fair queue in front of it replaces "database is locked".
    /// PostgreSQL returns at once.
    /// </summary>
    /// <param name="cancellationToken">Leaves the queue.</param>
    ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken);

    /// <summary>True where the same transaction may succeed when tried again: deadlock, serialization failure, busy, a key that somebody else wrote at once.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="committing">True where the commit itself threw: then a lost connection leaves open whether it took effect, and only
    /// the server's own refusal may be repeated.</param>
    bool IsTransient(Exception exception, bool committing);
}
