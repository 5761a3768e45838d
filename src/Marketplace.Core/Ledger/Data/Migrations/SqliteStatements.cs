namespace Marketplace.Ledger.Data.Migrations;

/// <summary>What only SQLite needs.</summary>
internal static class SqliteStatements
{
    public static readonly string[] All =
    [
        // History is never changed: a correction is a transfer of its own.
        .. from table in new[] { "ledger_journal", "ledger_entries" }
           from act in new[] { "UPDATE", "DELETE" }
           select $"""
                   CREATE TRIGGER {table}_refuses_{act.ToLowerInvariant()} BEFORE {act} ON {table}
                   BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END;
                   """,
        // SQLite turns an integer that overflows into a floating point number and says nothing.
        """
        CREATE TRIGGER ledger_accounts_stays_integer BEFORE UPDATE ON ledger_accounts
        WHEN typeof(NEW.balance) <> 'integer' OR typeof(NEW.held) <> 'integer'
        BEGIN SELECT RAISE(ABORT, 'a balance overflowed'); END;
        """,
    ];
}
