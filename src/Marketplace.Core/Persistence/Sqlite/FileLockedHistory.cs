using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Sqlite.Migrations.Internal;

namespace Marketplace.Persistence.Sqlite;

/// <summary>
/// Lets one process migrate at a time. EF's own lock for SQLite is a row, which a process killed at the wrong moment leaves behind, and every
/// later start waits for it for ever (dotnet/efcore documents it so). A lock on a file beside the database ends with the process.
/// </summary>
#pragma warning disable EF1001 // The provider's repository is the documented seam for this; a new EF version is a reviewed change.
internal sealed class FileLockedHistory(HistoryRepositoryDependencies dependencies) : SqliteHistoryRepository(dependencies)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public override IMigrationsDatabaseLock AcquireDatabaseLock() => AcquireDatabaseLockAsync().GetAwaiter().GetResult();

    public override async Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
    {
        var database = Dependencies.Connection.DbConnection.DataSource;
        if (database is "" or ":memory:")
        {
            return new Lock(this, null);
        }

        while (true)
        {
            try
            {
                // The file stays: deleting it could leave two processes each with a lock on a file of that name.
                return new Lock(this, new FileStream($"{Path.GetFullPath(database)}.migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException exception) when (exception is not DirectoryNotFoundException)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private sealed class Lock(IHistoryRepository history, FileStream? file) : IMigrationsDatabaseLock
    {
        public IHistoryRepository HistoryRepository => history;

        public void Dispose() => file?.Dispose();

        public ValueTask DisposeAsync() => file?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
#pragma warning restore EF1001
