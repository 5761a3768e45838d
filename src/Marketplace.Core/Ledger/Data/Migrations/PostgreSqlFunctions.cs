namespace Marketplace.Ledger.Data.Migrations;

/// <summary>
/// The functions through which money moves on PostgreSQL, one round trip each: the files of <c>PostgreSql/</c>. They run with the rights of their
/// owner, so that the role the application connects as needs no right to write these tables.
/// </summary>
internal static class PostgreSqlFunctions
{
    /// <summary>The earlier form posted one transfer and held the row of every account.</summary>
    private const string DropEarlier = "DROP FUNCTION IF EXISTS ledger_post(text, bytea, text, text, timestamptz, text[], text[], bigint[], bigint[], uuid, bigint)";

    public static readonly string[] All =
    [
        DropEarlier, Read("ledger_roll_up"), Read("ledger_post"), Read("ledger_hold"), Read("ledger_release"), Read("close_functions"),
    ];

    internal static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PostgreSqlFunctions).Assembly.GetManifestResourceStream($"{name}.sql")!);
        return reader.ReadToEnd();
    }
}
