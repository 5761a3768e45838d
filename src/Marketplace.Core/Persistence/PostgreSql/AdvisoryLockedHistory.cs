using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations.Internal;

namespace Marketplace.Persistence.PostgreSql;

/// <summary>
/// Lets one process migrate at a time. The provider's own lock ends with each migration's transaction, so that a second host could
/// step in between two and repeat from a list it read earlier; an advisory lock of the session spans them all and ends with the connection.
/// </summary>
#pragma warning disable EF1001 // The provider's repository is the documented seam for this; a new EF version is a reviewed change.
internal sealed class AdvisoryLockedHistory(HistoryRepositoryDependencies dependencies) : NpgsqlHistoryRepository(dependencies)
{
    /// <summary>"market" in ASCII; advisory locks are counted per database.</summary>
    private const long Key = 0x6D61726B6574;

    public override LockReleaseBehavior LockReleaseBehavior => LockReleaseBehavior.Connection;

    public override IMigrationsDatabaseLock AcquireDatabaseLock() => AcquireDatabaseLockAsync().GetAwaiter().GetResult();

    public override async Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
    {
        await ExecuteAsync($"SELECT pg_advisory_lock({Key})", cancellationToken);
        return new Lock(this);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Dependencies.Connection.DbConnection.CreateCommand();
        command.CommandText = sql;
        // Another host's migration may take its time.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Lock(AdvisoryLockedHistory history) : IMigrationsDatabaseLock
    {
        public IHistoryRepository HistoryRepository => history;

        public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

        public async ValueTask DisposeAsync() => await history.ExecuteAsync($"SELECT pg_advisory_unlock({Key})", CancellationToken.None);
    }
}
#pragma warning restore EF1001
