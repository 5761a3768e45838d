namespace Marketplace.Ledger.Data.Migrations;

/// <summary>What keeps history unchanged on PostgreSQL, whoever is connected.</summary>
internal static class PostgreSqlTriggers
{
    public static readonly string[] OfHistory =
    [
        """
        CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is never changed', TG_TABLE_NAME;
        END $$
        """,
        RefuseChange("ledger_journal"),
        RefuseChange("ledger_entries"),
    ];

    public static readonly string[] OfSeals = [RefuseChange("ledger_seals")];

    private static string RefuseChange(string table) =>
        $"""
         CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
             FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()
         """;
}
