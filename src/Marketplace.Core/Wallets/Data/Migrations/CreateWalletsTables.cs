using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Wallets.Data.Migrations;

[Migration("20261120000300_CreateWalletsTables")]
internal sealed class CreateWalletsTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateCursorsAndAddresses(migrationBuilder);
        CreateDeposits(migrationBuilder);
        CreateWithdrawals(migrationBuilder);
    }

    private static void CreateCursorsAndAddresses(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "wallets_cursors",
            table => new
            {
                network = table.Column<string>(maxLength: 32),
                block_number = table.Column<long>(),
                block_id = table.Column<string>(maxLength: 100),
                addresses = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_wallets_cursors", row => row.network));

        migrationBuilder.CreateTable(
            "wallets_addresses",
            table => new
            {
                network = table.Column<string>(maxLength: 32),
                address_index = table.Column<int>(),
                address = table.Column<string>(maxLength: 100),
                account_id = table.Column<Guid>(),
                target = table.Column<int>(),
                created_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_wallets_addresses", row => new { row.network, row.address_index }));
        migrationBuilder.CreateIndex("ix_wallets_addresses_network_address", "wallets_addresses", ["network", "address"], unique: true);
        migrationBuilder.CreateIndex(
            "ix_wallets_addresses_account_id_target_network", "wallets_addresses", ["account_id", "target", "network"], unique: true);
    }

    private static void CreateDeposits(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "wallets_deposits",
            table => new
            {
                network = table.Column<string>(maxLength: 32),
                transaction_id = table.Column<string>(maxLength: 100),
                output_index = table.Column<int>(),
                account_id = table.Column<Guid>(),
                target = table.Column<int>(),
                address = table.Column<string>(maxLength: 100),
                amount = table.Column<long>(),
                block_number = table.Column<long>(),
                state = table.Column<int>(),
                seen_at = table.Column<DateTime>(),
                credited_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_wallets_deposits", row => new { row.network, row.transaction_id, row.output_index }));
        migrationBuilder.CreateIndex("ix_wallets_deposits_account_id_state", "wallets_deposits", ["account_id", "state"]);
        migrationBuilder.CreateIndex("ix_wallets_deposits_seen", "wallets_deposits", "network", filter: "state = 0");
    }

    private static void CreateWithdrawals(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "wallets_withdrawals",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                network = table.Column<string>(maxLength: 32),
                address = table.Column<string>(maxLength: 100),
                amount = table.Column<long>(),
                fee = table.Column<long>(),
                state = table.Column<int>(),
                attempts = table.Column<int>(),
                transaction_id = table.Column<string>(maxLength: 100, nullable: true),
                signed_bytes = table.Column<byte[]>(nullable: true),
                expires_at = table.Column<DateTime>(nullable: true),
                reviewed_by = table.Column<Guid>(nullable: true),
                requested_at = table.Column<DateTime>(),
                changed_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_wallets_withdrawals", row => row.id));
        migrationBuilder.CreateIndex("ix_wallets_withdrawals_account_id_id", "wallets_withdrawals", ["account_id", "id"]);
        migrationBuilder.CreateIndex("ix_wallets_withdrawals_network_transaction_id", "wallets_withdrawals", ["network", "transaction_id"], unique: true);
        migrationBuilder.CreateIndex("ix_wallets_withdrawals_live", "wallets_withdrawals", ["state", "id"], filter: "state < 4");
    }
}
