using Microsoft.EntityFrameworkCore;

namespace Marketplace.Persistence;

/// <summary>What differs between the databases, in one place. Implemented by the two provider packages.</summary>
public interface IDatabaseEngine
{
    /// <summary>For people: <c>SQLite market.db</c>, <c>PostgreSQL market@localhost</c>. Never a password.</summary>
    string Description { get; }

    /// <summary>True for PostgreSQL, which knows row locks, <c>SKIP LOCKED</c> and functions.</summary>
    bool HasRowLocks { get; }

    /// <summary>The file it lives in, where it is a file of this machine; null for a server.</summary>
    string? File { get; }

    /// <summary>Points a context at the database.</summary>
    /// <param name="builder">The context's options.</param>
    void Configure(DbContextOptionsBuilder builder);

    /// <summary>Refuses a database that would do harm as it is set up, before anything is asked of it.</summary>
    /// <param name="db">A context on it; the database may not exist yet.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="DatabaseRefusedException">What is wrong, for the operator.</exception>
    Task CheckAsync(DbContext db, CancellationToken cancellationToken);

    /// <summary>Applies the migrations that are missing, one process at a time whatever lies between it and the database.</summary>
    /// <param name="db">A context on it.</param>
    /// <param name="cancellationToken">Ends it; what was not finished did not happen.</param>
    /// <exception cref="DatabaseRefusedException">As <see cref="CheckAsync"/>; or another process has been at it for too long.</exception>
    Task MigrateAsync(DbContext db, CancellationToken cancellationToken);

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
