using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Wallets.Data.Migrations;

/// <summary>Sweeps, comparisons of the books with the chain, and proofs of solvency.</summary>
[Migration("20261120000600_CreateCustodyTables")]
internal sealed class CreateCustodyTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateSweeps(migrationBuilder);
        CreateCustodyChecks(migrationBuilder);
        CreateSolvency(migrationBuilder);
        CreateTrees(migrationBuilder);
    }

    private static void CreateSweeps(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "wallets_sweeps",
            table => new
            {
                id = table.Column<Guid>(),
                network = table.Column<string>(maxLength: 32),
                source = table.Column<int>(),
                destination = table.Column<string>(maxLength: 100),
                amount = table.Column<long>(),
                state = table.Column<int>(),
                transaction_id = table.Column<string>(maxLength: 100),
                signed_bytes = table.Column<byte[]>(),
                expires_at = table.Column<DateTime>(),
                network_fee = table.Column<long>(),
                signed_at = table.Column<DateTime>(),
                changed_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_wallets_sweeps", row => row.id));
        migrationBuilder.CreateIndex("ix_wallets_sweeps_network_transaction_id", "wallets_sweeps", ["network", "transaction_id"], unique: true);
        migrationBuilder.CreateIndex("ix_wallets_sweeps_network_source_state", "wallets_sweeps", ["network", "source", "state"]);
        migrationBuilder.CreateIndex("ix_wallets_sweeps_live", "wallets_sweeps", ["network", "source"], unique: true, filter: "state < 2");
    }

    private static void CreateCustodyChecks(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "wallets_custody_checks",
            table => new
            {
                id = table.Column<Guid>(),
                network = table.Column<string>(maxLength: 32),
                checked_at = table.Column<DateTime>(),
                shortfall = table.Column<long>(),
                report = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("pk_wallets_custody_checks", row => row.id));
        migrationBuilder.CreateIndex("ix_wallets_custody_checks_network_id", "wallets_custody_checks", ["network", "id"]);
    }

    private static void CreateSolvency(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "wallets_solvency_snapshots",
            table => new
            {
                id = table.Column<Guid>(),
                network = table.Column<string>(maxLength: 32),
                asset = table.Column<string>(maxLength: 20),
                taken_at = table.Column<DateTime>(),
                block_number = table.Column<long>(),
                block_id = table.Column<string>(maxLength: 100),
                owed = table.Column<long>(),
                held_deposits = table.Column<long>(),
                held_hot = table.Column<long>(),
                held_cold = table.Column<long>(),
                leaving = table.Column<long>(),
                deposit_addresses = table.Column<int>(),
                leaves = table.Column<int>(),
                root = table.Column<byte[]>(),
                journal_position = table.Column<long>(),
                seal_head = table.Column<string>(maxLength: 200, nullable: true),
                secret = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("pk_wallets_solvency_snapshots", row => row.id));
        migrationBuilder.CreateIndex("ix_wallets_solvency_snapshots_network_id", "wallets_solvency_snapshots", ["network", "id"]);
        migrationBuilder.CreateTable(
            "wallets_secrets",
            table => new { name = table.Column<string>(maxLength: 50), value = table.Column<byte[]>() },
            constraints: table => table.PrimaryKey("pk_wallets_secrets", row => row.name));
    }

    private static void CreateTrees(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "wallets_solvency_tiles",
            table => new { snapshot_id = table.Column<Guid>(), level = table.Column<int>(), position = table.Column<int>(), content = table.Column<byte[]>() },
            constraints: table => table.PrimaryKey("pk_wallets_solvency_tiles", row => new { row.snapshot_id, row.level, row.position }));
        migrationBuilder.CreateTable(
            "wallets_solvency_pages",
            table => new { snapshot_id = table.Column<Guid>(), number = table.Column<int>(), content = table.Column<byte[]>() },
            constraints: table => table.PrimaryKey("pk_wallets_solvency_pages", row => new { row.snapshot_id, row.number }));
    }
}
