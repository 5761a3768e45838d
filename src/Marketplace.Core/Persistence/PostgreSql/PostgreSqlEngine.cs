using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Marketplace.Persistence.PostgreSql;

/// <summary>PostgreSQL at READ COMMITTED: what must not race is a conditional update or a row lock, never a hope.</summary>
internal sealed class PostgreSqlEngine(string connectionString) : IDatabaseEngine
{
    private readonly string connectionString = WithDefaults(connectionString);

    public string Description
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            return $"PostgreSQL {builder.Database}@{builder.Host}";
        }
    }

    public bool HasRowLocks => true;

    public void Configure(DbContextOptionsBuilder builder) => builder
        .UseNpgsql(connectionString)
        .ReplaceService<IHistoryRepository, AdvisoryLockedHistory>();

    public ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable?>(null);

    /// <summary>
    /// Unless the connection string says otherwise: a statement that comes again and again is parsed and planned once per connection, and a connection goes
    /// back to the pool as it is, for nothing here leaves a setting or a lock on it. A pooler that changes connections between transactions needs
    /// <c>Max Auto Prepare=0</c>.
    /// </summary>
    private static string WithDefaults(string connectionString)
    {
        // Asked of the plain builder: Npgsql's own answers for every key it knows, given or not.
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!given.ContainsKey("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = 100;
        }

        if (!given.ContainsKey("No Reset On Close"))
        {
            builder.NoResetOnClose = true;
        }

        return builder.ToString();
    }

    // The server says itself what may succeed when repeated. Class 40: it rolled the transaction back.
    public bool IsTransient(Exception exception, bool committing) => exception switch
    {
        DbUpdateException { InnerException: NpgsqlException inner } => IsTransient(inner, committing),
        // So the provider's execution strategy hands on what it takes for transient and was not asked to repeat itself.
        InvalidOperationException { InnerException: (DbUpdateException or NpgsqlException) and var wrapped } => IsTransient(wrapped, committing),
        // Somebody wrote the same key in between: the next try sees his row.
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        PostgresException refused => committing ? refused.SqlState.StartsWith("40", StringComparison.Ordinal) : refused.IsTransient,
        NpgsqlException npgsql => npgsql.IsTransient && !committing,
        _ => false,
    };
}
