using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Marketplace.Persistence.Sqlite;

/// <summary>
/// An open connection to the file with the statements that it has prepared. One that comes again is not parsed and planned again, whoever sends it: what runs here
/// are a few hundred statements, the same ones for every message. SQLite itself prepares a statement anew where the schema has changed.
/// </summary>
internal sealed class PhysicalConnection : IDisposable
{
    // FULL: NORMAL may forget the last commits at a power cut, and those may be money. 5 s: other processes write too. WAL is kept in the file, the others here.
    private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";

    /// <summary>Past it all are thrown away: lists of many lengths must not fill the memory.</summary>
    private const int MostStatements = 300;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, List<PreparedCommand>> prepared = new(StringComparer.Ordinal);
    private int count;

    public PhysicalConnection(string connectionString)
    {
        connection = new SqliteConnection(connectionString);
        // A context that is handed a connection gives it the functions that its queries may be translated to.
        using (var db = new DbContext(new DbContextOptionsBuilder().UseSqlite(connection).Options))
        {
            db.Database.GetDbConnection();
        }

        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Settings;
            command.ExecuteNonQuery();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public sqlite3 Handle => connection.Handle!;

    public bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Nothing is under way on it: no transaction, no reader.</summary>
    public bool IsIdle => !IsInTransaction && prepared.Values.All(commands => commands.TrueForAll(command => command.IsFree));

    public SqliteDataReader Execute(SqliteCommand command, CommandBehavior behavior) => Take(command.CommandText).Execute(command, behavior);

    /// <summary>Ends the statements and closes; a transaction that was not committed is taken back.</summary>
    public void Dispose() => connection.Dispose();

    private PreparedCommand Take(string text)
    {
        if (prepared.TryGetValue(text, out var same) && same.Find(command => command.IsFree) is { } free)
        {
            return free;
        }

        if (count >= MostStatements)
        {
            ForgetFree();
            same = null;
        }

        if (same is null && !prepared.TryGetValue(text, out same))
        {
            prepared.Add(text, same = []);
        }

        var made = new PreparedCommand { CommandText = text, Connection = connection };
        same.Add(made);
        count++;
        return made;
    }

    private void ForgetFree()
    {
        foreach (var (text, commands) in prepared)
        {
            foreach (var command in commands.Where(command => command.IsFree))
            {
                command.Dispose();
            }

            count -= commands.RemoveAll(command => command.IsFree);
            if (commands.Count == 0)
            {
                prepared.Remove(text);
            }
        }
    }

    private sealed class PreparedCommand : SqliteCommand
    {
        /// <summary>A reader that is not closed yet still stands in the statement's rows.</summary>
        public bool IsFree => DataReader is null;

        public SqliteDataReader Execute(SqliteCommand caller, CommandBehavior behavior)
        {
            CommandTimeout = caller.CommandTimeout;
            Parameters.Clear();
            foreach (SqliteParameter parameter in caller.Parameters)
            {
                Parameters.Add(parameter);
            }

            return ExecuteReader(behavior);
        }
    }
}
