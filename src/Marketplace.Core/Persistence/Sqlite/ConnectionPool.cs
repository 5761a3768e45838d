using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Persistence.Sqlite;

/// <summary>
/// The open connections of an engine. The provider's own pool keeps the file open and nothing else: at each borrowing it hands forty functions to SQLite, and every
/// statement is parsed anew. Here the connection that was given back last is lent next, so that few serve nearly everything and know every statement.
/// </summary>
internal sealed class ConnectionPool : DbConnectionInterceptor, IDisposable
{
    /// <summary>Calls to SQLite occupy a thread, so about as many are in use at once as there are processors; a crowd's are closed when it is gone.</summary>
    private const int MostIdle = 8;

    private readonly string connectionString;
    private readonly int mostIdle;
    private readonly Stack<PhysicalConnection> idle = [];
    private bool isDisposed;

    public ConnectionPool(string connectionString)
    {
        var given = new SqliteConnectionStringBuilder(connectionString);
        mostIdle = given.Pooling ? MostIdle : 0;
        this.connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString();
    }

    /// <summary>Gives contexts their connection. The one by which EF looks whether the file is there stays EF's: it must not make the file, nor write to it.</summary>
    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        new SqliteConnectionStringBuilder(eventData.ConnectionString).Mode == SqliteOpenMode.ReadOnly
            ? result
            : InterceptionResult<DbConnection>.SuppressWithResult(new PooledConnection(this, connectionString));

    public PhysicalConnection Take()
    {
        lock (idle)
        {
            if (idle.TryPop(out var connection))
            {
                return connection;
            }
        }

        return new PhysicalConnection(connectionString);
    }

    public void GiveBack(PhysicalConnection connection)
    {
        if (connection.IsIdle)
        {
            lock (idle)
            {
                if (!isDisposed && idle.Count < mostIdle)
                {
                    idle.Push(connection);
                    return;
                }
            }
        }

        connection.Dispose();
    }

    /// <summary>Closes what is idle now and, when it is given back, what is lent. The last one to close moves the write-ahead log into the file.</summary>
    public void Dispose()
    {
        lock (idle)
        {
            isDisposed = true;
            while (idle.TryPop(out var connection))
            {
                connection.Dispose();
            }
        }
    }
}
