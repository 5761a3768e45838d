namespace Marketplace.Ledger.Data.Migrations;

/// <summary>What only SQLite needs.</summary>
internal static class SqliteTriggers
{
    public static readonly string[] OfHistory =
    [
        // History is never changed: a correction is a transfer of its own.
        .. RefuseChange("ledger_journal"),
        .. RefuseChange("ledger_entries"),
        // SQLite turns an integer that overflows into a floating point number and says nothing.
        """
        CREATE TRIGGER ledger_accounts_stays_integer BEFORE UPDATE ON ledger_accounts
        WHEN typeof(NEW.balance) <> 'integer' OR typeof(NEW.held) <> 'integer'
        BEGIN SELECT RAISE(ABORT, 'a balance overflowed'); END;
        """,
    ];

    public static readonly string[] OfSeals =
    [
        .. RefuseChange("ledger_seals"),
        """
        CREATE TRIGGER ledger_accounts_begins_integer BEFORE INSERT ON ledger_accounts
        WHEN typeof(NEW.balance) <> 'integer' OR typeof(NEW.held) <> 'integer'
        BEGIN SELECT RAISE(ABORT, 'a balance overflowed'); END;
        """,
        """
        CREATE TRIGGER ledger_entries_are_integers BEFORE INSERT ON ledger_entries
        WHEN typeof(NEW.amount) <> 'integer' OR typeof(NEW.balance_after) <> 'integer'
        BEGIN SELECT RAISE(ABORT, 'an entry overflowed'); END;
        """,
    ];

    private static string[] RefuseChange(string table) => [Refuse(table, "UPDATE"), Refuse(table, "DELETE")];

    private static string Refuse(string table, string act) =>
        $"""
         CREATE TRIGGER {table}_refuses_{act.ToLowerInvariant()} BEFORE {act} ON {table}
         BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END;
         """;
}
