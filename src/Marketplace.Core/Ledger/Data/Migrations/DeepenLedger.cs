using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Ledger.Data.Migrations;

/// <summary>Reversals, the tail of shared accounts, seals, and on PostgreSQL the functions through which alone money moves.</summary>
[Migration("20261120000200_DeepenLedger")]
internal sealed class DeepenLedger : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("reverses", "ledger_journal", nullable: true);
        migrationBuilder.CreateIndex("ix_ledger_journal_reverses", "ledger_journal", "reverses", unique: true, filter: "reverses IS NOT NULL");

        migrationBuilder.CreateTable(
            "ledger_tail",
            table => new
            {
                id = table.Column<long>().Annotation("Sqlite:Autoincrement", true).Annotation("Npgsql:ValueGenerationStrategy", CreateLedgerTables.IdentityByDefault),
                account_id = table.Column<long>(),
                journal_id = table.Column<long>(),
                amount = table.Column<long>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_ledger_tail", row => row.id);
                table.CheckConstraint("ck_ledger_tail_amount", "amount <> 0");
            });
        migrationBuilder.CreateIndex("ix_ledger_tail_account_id", "ledger_tail", "account_id");
        migrationBuilder.CreateIndex("ix_ledger_tail_journal_id", "ledger_tail", "journal_id");

        migrationBuilder.CreateTable(
            "ledger_seals",
            table => new
            {
                sequence = table.Column<long>(),
                from_id = table.Column<long>(),
                to_id = table.Column<long>(),
                transfers = table.Column<long>(),
                previous_hash = table.Column<byte[]>(),
                hash = table.Column<byte[]>(),
                sealed_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_ledger_seals", row => row.sequence));

        migrationBuilder.Sql($"UPDATE ledger_accounts SET floor = {LedgerLimits.FloorOfOverdraft} WHERE floor < 0");

        var isPostgreSql = ActiveProvider?.EndsWith("PostgreSQL", StringComparison.Ordinal) == true;
        foreach (var statement in isPostgreSql ? [.. PostgreSqlTriggers.OfSeals, .. PostgreSqlFunctions.All] : SqliteTriggers.OfSeals)
        {
            migrationBuilder.Sql(statement);
        }
    }
}
