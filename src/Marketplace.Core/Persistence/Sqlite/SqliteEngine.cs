using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Persistence.Sqlite;

/// <summary>
/// SQLite with the settings that money needs: WAL, every commit synced to disk, foreign keys, and one fair queue of writers per file.
/// </summary>
internal sealed class SqliteEngine(string connectionString) : IDatabaseEngine
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int PrimaryKeyViolation = 1555;
    private const int UniqueViolation = 2067;

    /// <summary>Shared by all engines of this process on the same file: the database has one writer, whoever opened it.</summary>
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Writers = new();
    private readonly string connectionString = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = 30 }.ToString();
    private readonly SemaphoreSlim writer = Writers.GetOrAdd(
        Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource), static _ => new SemaphoreSlim(1, 1));

    public string Description => $"SQLite {new SqliteConnectionStringBuilder(connectionString).DataSource}";

    public bool HasRowLocks => false;

    public string? File => new SqliteConnectionStringBuilder(connectionString).DataSource is { Length: > 0 } file and not ":memory:" ? Path.GetFullPath(file) : null;

    public void Configure(DbContextOptionsBuilder builder) => builder
        // A list as one parameter: a statement whose text depends on the list's length is translated anew at every call.
        .UseSqlite(connectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
        .AddInterceptors(Pragmas.Instance)
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

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }

    /// <summary>Settings that SQLite keeps per connection; WAL it keeps in the file.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        // FULL: NORMAL may forget the last commits at a power cut, and those may be money. 5 s: other processes write too.
        private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";

        // EF looks whether the file is there by opening it to read: another host may be making it at that moment, and it is not WAL yet.
        private const string SettingsToRead = "PRAGMA busy_timeout = 5000;";

        public static readonly Pragmas Instance = new();

        /// <summary>The pool hands the same native connection out again and again, several times for each command; it keeps its settings.</summary>
        private readonly ConditionalWeakTable<object, object> set = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (((SqliteConnection)connection).Handle is { } handle && !set.TryAdd(handle, this))
            {
                return;
            }

            using var command = connection.CreateCommand();
            command.CommandText = new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadOnly ? SettingsToRead : Settings;
            command.ExecuteNonQuery();
        }

        // SQLite has no asynchronous calls: the provider's are the same ones.
        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
