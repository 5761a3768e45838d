using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Marketplace.Persistence.PostgreSql;

/// <summary>
/// Migrates in one transaction that begins with a lock. The provider's own lock ends with each migration, so that a second host could step in between two and repeat from a
/// list that it read earlier; a lock of the session stays behind on a pooler's connection, where nobody can open it again. In one transaction all is done or nothing.
/// </summary>
internal static class LockedMigration
{
    /// <summary>"market" in ASCII; advisory locks are counted per database.</summary>
    private const long Key = 0x6D61726B6574;

    /// <summary>As many times the connection string's <c>Command Timeout</c>: two minutes with Npgsql's default.</summary>
    private const int Patience = 4;

    /// <exception cref="DatabaseRefusedException">Another process has been migrating for too long.</exception>
    public static async Task RunAsync(DbContext db, CancellationToken cancellationToken)
    {
        await CreateDatabaseAsync(db.GetService<IRelationalDatabaseCreator>(), cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(db.Database, cancellationToken);
        // EF looks for its table by asking it, and a question that fails would end the transaction.
        await db.Database.ExecuteSqlRawAsync(db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task CreateDatabaseAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        if (await creator.ExistsAsync(cancellationToken))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another host was first.
        }
    }

    private static async Task LockAsync(DatabaseFacade database, CancellationToken cancellationToken)
    {
        var seconds = ((NpgsqlConnection)database.GetDbConnection()).CommandTimeout * Patience;
        // The server's own limit comes first: a command given up here could still wait there.
        database.SetCommandTimeout(seconds * 2);
        try
        {
            // For this transaction, and for the lock alone: a migration may have to wait for a busy table.
            await database.ExecuteSqlAsync($"SELECT set_config('lock_timeout', {$"{seconds}s"}, true)", cancellationToken);
            await database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Key})", cancellationToken);
            await database.ExecuteSqlAsync($"SET LOCAL lock_timeout TO DEFAULT", cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new DatabaseRefusedException($"another process has been migrating it for {seconds} s; start again when that one is done", exception);
        }
        finally
        {
            database.SetCommandTimeout(null);
        }
    }
}
