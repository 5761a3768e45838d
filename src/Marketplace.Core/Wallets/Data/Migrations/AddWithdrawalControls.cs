using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Wallets.Data.Migrations;

/// <summary>Limits, approvals by several operators, cool-down, the stop switch, and every set of signed bytes kept for ever.</summary>
[Migration("20261120000500_AddWithdrawalControls")]
internal sealed class AddWithdrawalControls : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("activation_fee", "wallets_withdrawals", defaultValue: 0L);
        migrationBuilder.AddColumn<int>("approvals_needed", "wallets_withdrawals", defaultValue: 0);
        migrationBuilder.AddColumn<DateTime>("not_before", "wallets_withdrawals", nullable: true);
        migrationBuilder.Sql("UPDATE wallets_withdrawals SET approvals_needed = 1 WHERE state = 0");
        migrationBuilder.CreateIndex("ix_wallets_withdrawals_network_requested_at", "wallets_withdrawals", ["network", "requested_at"]);
        CreateAttempts(migrationBuilder);
        migrationBuilder.CreateTable(
            "wallets_approvals",
            table => new
            {
                withdrawal_id = table.Column<Guid>(),
                operator_id = table.Column<Guid>(),
                approved_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_wallets_approvals", row => new { row.withdrawal_id, row.operator_id }));
        migrationBuilder.CreateTable(
            "wallets_controls",
            table => new
            {
                network = table.Column<string>(maxLength: 32),
                is_paused = table.Column<bool>(defaultValue: false),
                paused_by = table.Column<Guid>(nullable: true),
                paused_at = table.Column<DateTime>(nullable: true),
                short_since = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_wallets_controls", row => row.network));
    }

    private static void CreateAttempts(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "wallets_attempts",
            table => new
            {
                withdrawal_id = table.Column<Guid>(),
                number = table.Column<int>(),
                network = table.Column<string>(maxLength: 32),
                transaction_id = table.Column<string>(maxLength: 100),
                signed_bytes = table.Column<byte[]>(),
                expires_at = table.Column<DateTime>(),
                signed_at = table.Column<DateTime>(),
                outcome = table.Column<int>(),
                ended_at = table.Column<DateTime>(nullable: true),
                network_fee = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("pk_wallets_attempts", row => new { row.withdrawal_id, row.number }));
        migrationBuilder.CreateIndex("ix_wallets_attempts_network_transaction_id", "wallets_attempts", ["network", "transaction_id"], unique: true);
        migrationBuilder.CreateIndex("ix_wallets_attempts_one", "wallets_attempts", "withdrawal_id", unique: true, filter: "outcome < 2");
        migrationBuilder.Sql(
            """
            INSERT INTO wallets_attempts (withdrawal_id, number, network, transaction_id, signed_bytes, expires_at, signed_at, outcome, ended_at, network_fee)
            SELECT id, attempts, network, transaction_id, signed_bytes, expires_at, changed_at,
                CASE state WHEN 4 THEN 1 WHEN 6 THEN 2 ELSE 0 END, CASE WHEN state >= 4 THEN changed_at END, 0
            FROM wallets_withdrawals WHERE transaction_id IS NOT NULL
            """);
        // Their place is the attempt now. Not DropColumn: on SQLite that would rebuild the table from a model snapshot, which there is none of.
        migrationBuilder.Sql("ALTER TABLE wallets_withdrawals DROP COLUMN signed_bytes");
        migrationBuilder.Sql("ALTER TABLE wallets_withdrawals DROP COLUMN expires_at");
    }
}
