using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Persistence.Sqlite;

/// <summary>
/// SQLite with the settings that money needs: WAL, every commit synced to disk, foreign keys, and one fair queue of writers per file.
/// </summary>
internal sealed class SqliteEngine(string connectionString) : IDatabaseEngine, IDisposable
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int PrimaryKeyViolation = 1555;
    private const int UniqueViolation = 2067;

    /// <summary>Shared by all engines of this process on the same file: the database has one writer, whoever opened it.</summary>
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Writers = new();
    private readonly string connectionString = WithDefaults(connectionString);
    private readonly ConnectionPool connections = new(WithDefaults(connectionString));
    private readonly SemaphoreSlim writer = Writers.GetOrAdd(
        Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource), static _ => new SemaphoreSlim(1, 1));

    public string Description => $"SQLite {new SqliteConnectionStringBuilder(connectionString).DataSource}";

    public bool HasRowLocks => false;

    public string? File => new SqliteConnectionStringBuilder(connectionString).DataSource is { Length: > 0 } file and not ":memory:" ? Path.GetFullPath(file) : null;

    public void Configure(DbContextOptionsBuilder builder) => builder
        // A list as one parameter: a statement whose text depends on the list's length is translated anew at every call.
        .UseSqlite(connectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
        .AddInterceptors(connections)
        .ReplaceService<IHistoryRepository, FileLockedHistory>();

    public Task CheckAsync(DbContext db, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task MigrateAsync(DbContext db, CancellationToken cancellationToken) => db.Database.MigrateAsync(cancellationToken);

    public async ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken)
    {
        await writer.WaitAsync(cancellationToken);
        return new Turn(writer);
    }

    public bool IsTransient(Exception exception, bool committing) => exception switch
    {
        DbUpdateException { InnerException: SqliteException inner } => IsTransient(inner, committing),
        SqliteException { SqliteErrorCode: Busy or Locked } => true,
        // Somebody wrote the same key in between: the next try sees his row.
        SqliteException { SqliteExtendedErrorCode: UniqueViolation or PrimaryKeyViolation } => true,
        _ => false,
    };

    /// <summary>Closes the file.</summary>
    public void Dispose() => connections.Dispose();

    private static string WithDefaults(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = 30 }.ToString();

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
