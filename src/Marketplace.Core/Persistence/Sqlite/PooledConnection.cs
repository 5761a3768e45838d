using System.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marketplace.Persistence.Sqlite;

/// <summary>The connection of a context: while it is open it borrows a physical one, with the statements that others prepared there.</summary>
internal sealed class PooledConnection(ConnectionPool pool, string connectionString) : SqliteConnection(connectionString)
{
    private PhysicalConnection? physical;

    public override ConnectionState State => physical is null ? ConnectionState.Closed : ConnectionState.Open;

    public override sqlite3? Handle => physical?.Handle;

    private PhysicalConnection Physical => physical ?? throw new InvalidOperationException("The connection is not open.");

    public override void Open() => physical ??= pool.Take();

    public override void Close()
    {
        if (physical is { } borrowed)
        {
            Transaction?.Dispose();
            physical = null;
            pool.GiveBack(borrowed);
        }
    }

    /// <summary>EF makes its commands before it opens the connection, so they look for the physical one when they are executed.</summary>
    public override SqliteCommand CreateCommand() => new Command(this) { CommandTimeout = DefaultTimeout, Transaction = Transaction };

    /// <summary>Text and parameters; the statement is the physical connection's.</summary>
    private sealed class Command(PooledConnection owner) : SqliteCommand
    {
        public override SqliteConnection? Connection
        {
            get => owner;
            set => throw new NotSupportedException("The command belongs to the connection that made it.");
        }

        public override void Prepare()
        {
            // The first execution prepares.
        }

        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            if (Transaction != owner.Transaction)
            {
                throw new InvalidOperationException("A command names the transaction that is under way on its connection, and no other.");
            }

            // SQLite takes a transaction back by itself where the disk is full, for one; what came after would then be kept alone.
            if (Transaction is not null && !owner.Physical.IsInTransaction)
            {
                throw new InvalidOperationException("The transaction was taken back by the database.");
            }

            return owner.Physical.Execute(this, behavior);
        }

        public override int ExecuteNonQuery()
        {
            var reader = ExecuteReader();
            reader.Dispose();
            return reader.RecordsAffected;
        }

        public override object? ExecuteScalar()
        {
            using var reader = ExecuteReader();
            return reader.Read() ? reader.GetValue(0) : null;
        }
    }
}
