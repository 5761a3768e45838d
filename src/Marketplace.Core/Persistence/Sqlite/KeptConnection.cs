using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Marketplace.Persistence.Sqlite;

/// <summary>
/// A connection that keeps its statements: one that comes again is not parsed again, whoever sends it. What runs here are a few hundred statements, the same ones for every message, and
/// parsing them is a good part of what a message costs. SQLite prepares a kept statement anew by itself where the schema has changed.
/// </summary>
internal sealed class KeptConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>Past it a statement is thrown away after its use: lists of many lengths must not fill the memory.</summary>
    private const int Most = 300;
    private readonly Dictionary<string, Stack<KeptCommand>> idle = new(StringComparer.Ordinal);
    private int kept;

    public override SqliteCommand CreateCommand() => new OutwardCommand { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };

    public override void Close()
    {
        // It disposes of every command that is still there; those that come back by it are not to be lent again.
        base.Close();
        idle.Clear();
        kept = 0;
    }

    protected override DbCommand CreateDbCommand() => CreateCommand();

    private KeptCommand Take(string text)
    {
        if (idle.TryGetValue(text, out var same) && same.TryPop(out var command))
        {
            kept--;
            return command;
        }

        return new KeptCommand(this, text);
    }

    private void GiveBack(KeptCommand command)
    {
        if (kept >= Most || State != ConnectionState.Open)
        {
            command.Dispose();
            return;
        }

        if (!idle.TryGetValue(command.CommandText, out var same))
        {
            idle.Add(command.CommandText, same = new Stack<KeptCommand>(1));
        }

        kept++;
        same.Push(command);
    }

    /// <summary>What a caller gets: it has the text and the parameters, and borrows the statement for each execution.</summary>
    private sealed class OutwardCommand : SqliteCommand
    {
        private string text = string.Empty;

        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string CommandText
        {
            get => text;
            set => text = value ?? string.Empty;
        }

        public override void Prepare()
        {
            // The first execution prepares.
        }

        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            if (Connection is not KeptConnection { State: ConnectionState.Open } connection)
            {
                throw new InvalidOperationException("The connection is not open.");
            }

            return connection.Take(text).Execute(this, behavior);
        }
    }

    /// <summary>A statement with its plan; out from its execution to the end of its reader.</summary>
    private sealed class KeptCommand : SqliteCommand
    {
        private readonly KeptConnection owner;
        private bool isOut;

        public KeptCommand(KeptConnection owner, string text)
        {
            this.owner = owner;
            CommandText = text;
            Connection = owner;
        }

        /// <summary>The reader sets it to null when it ends, by success or by an error.</summary>
        protected override SqliteDataReader? DataReader
        {
            get => base.DataReader;
            set
            {
                base.DataReader = value;
                if (value is null && isOut)
                {
                    isOut = false;
                    owner.GiveBack(this);
                }
            }
        }

        public SqliteDataReader Execute(SqliteCommand caller, CommandBehavior behavior)
        {
            (CommandTimeout, Transaction) = (caller.CommandTimeout, caller.Transaction);
            Parameters.Clear();
            foreach (SqliteParameter parameter in caller.Parameters)
            {
                Parameters.Add(parameter);
            }

            isOut = true;
            try
            {
                return ExecuteReader(behavior);
            }
            catch
            {
                // What could not be prepared, or met an error before its reader was there, is not kept.
                if (isOut)
                {
                    isOut = false;
                    Dispose();
                }

                throw;
            }
        }
    }
}
