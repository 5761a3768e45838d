using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Marketplace.Persistence.PostgreSql;

/// <summary>PostgreSQL at READ COMMITTED: what must not race is a conditional update or a row lock, never a hope.</summary>
internal sealed class PostgreSqlEngine(string connectionString) : IDatabaseEngine
{
    private readonly string connectionString = WithDefaults(connectionString);
    private readonly bool preparesUnasked = !IsGiven(connectionString, "Max Auto Prepare");

    public string Description
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            return $"PostgreSQL {builder.Database}@{builder.Host}";
        }
    }

    public bool HasRowLocks => true;

    public string? File => null;

    public void Configure(DbContextOptionsBuilder builder) => builder
        .UseNpgsql(connectionString)
        // Our own transaction around all of them, see LockedMigration.
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning));

    /// <summary>
    /// A pooler invents the process id that it greets with, for it has no process yet. One that changes the server's process between transactions then meets
    /// statements that another client prepared there under the same name, and where the parameters happen to fit, runs the wrong one.
    /// </summary>
    public async Task CheckAsync(DbContext db, CancellationToken cancellationToken)
    {
        if (!preparesUnasked || !await db.Database.CanConnectAsync(cancellationToken))
        {
            return;
        }

        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var greeted = ((NpgsqlConnection)db.Database.GetDbConnection()).ProcessID;
            var answered = await db.Database.SqlQuery<int>($"SELECT pg_backend_pid() AS \"Value\"").SingleAsync(cancellationToken);
            if (greeted != answered)
            {
                throw new DatabaseRefusedException(
                    "a connection pooler stands before the server, and statements that are prepared unasked could be swapped there; add Max Auto Prepare=0 to the connection string (or 100, where the pooler works in session mode)");
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public async Task MigrateAsync(DbContext db, CancellationToken cancellationToken)
    {
        await CheckAsync(db, cancellationToken);
        await LockedMigration.RunAsync(db, cancellationToken);
    }

    public ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable?>(null);

    /// <summary>
    /// Unless the connection string says otherwise: a statement that comes again and again is parsed and planned once per connection, and a connection goes
    /// back to the pool as it is, for nothing here leaves a setting or a lock on it. Behind a pooler it must be asked for, see <see cref="CheckAsync"/>.
    /// </summary>
    private static string WithDefaults(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!IsGiven(connectionString, "Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = 100;
        }

        if (!IsGiven(connectionString, "No Reset On Close"))
        {
            builder.NoResetOnClose = true;
        }

        return builder.ToString();
    }

    /// <summary>Asked of the plain builder: Npgsql's own answers for every key it knows, given or not.</summary>
    private static bool IsGiven(string connectionString, string key) => new DbConnectionStringBuilder { ConnectionString = connectionString }.ContainsKey(key);

    // The server says itself what may succeed when repeated. Class 40: it rolled the transaction back.
    public bool IsTransient(Exception exception, bool committing) => exception switch
    {
        DbUpdateException { InnerException: NpgsqlException inner } => IsTransient(inner, committing),
        // So the provider's execution strategy hands on what it takes for transient and was not asked to repeat itself.
        InvalidOperationException { InnerException: (DbUpdateException or NpgsqlException) and var wrapped } => IsTransient(wrapped, committing),
        // Somebody wrote the same key in between: the next try sees his row.
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        PostgresException { SqlState: PostgresErrorCodes.DuplicatePreparedStatement or PostgresErrorCodes.InvalidSqlStatementName } => CloseWaitingConnections(),
        PostgresException refused => committing ? refused.SqlState.StartsWith("40", StringComparison.Ordinal) : refused.IsTransient,
        NpgsqlException npgsql => npgsql.IsTransient && !committing,
        _ => false,
    };

    /// <summary>
    /// Where a server died in the middle of a statement, client and server may disagree from then on about what is prepared on the connection, and every try on it would
    /// fail alike: the next one gets a new connection.
    /// </summary>
    /// <returns>True: try again.</returns>
    private bool CloseWaitingConnections()
    {
        using var any = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(any);
        return true;
    }
}
