using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Wallets.Data.Migrations;

/// <summary>
/// The addresses of each account with their age, what an operator says to a refusal, withdrawals that are held back, and what was returned of the price of
/// opening an address.
/// </summary>
[Migration("20261128000200_AddAddressBook")]
internal sealed class AddAddressBook : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("opening_returned", "wallets_withdrawals", defaultValue: 0L);
        migrationBuilder.AddColumn<DateTime>("held_back_at", "wallets_withdrawals", nullable: true);
        migrationBuilder.AddColumn<string>("reason", "wallets_withdrawals", maxLength: 300, nullable: true);
        migrationBuilder.AddColumn<bool>("opened_recipient", "wallets_attempts", defaultValue: false);
        // What it cost tells: bandwidth is far less than half of an opening.
        migrationBuilder.Sql(
            """
            UPDATE wallets_attempts SET opened_recipient = true
            WHERE outcome = 1 AND EXISTS (
                SELECT 1 FROM wallets_withdrawals w
                WHERE w.id = wallets_attempts.withdrawal_id AND w.activation_fee > 0 AND 2 * wallets_attempts.network_fee >= w.activation_fee)
            """);
        migrationBuilder.Sql(
            """
            UPDATE wallets_withdrawals SET opening_returned = -1
            WHERE state = 4 AND activation_fee > 0 AND NOT EXISTS (
                SELECT 1 FROM wallets_attempts a WHERE a.withdrawal_id = wallets_withdrawals.id AND a.opened_recipient)
            """);
        migrationBuilder.CreateIndex("ix_wallets_withdrawals_owed", "wallets_withdrawals", "opening_returned", filter: "opening_returned < 0");
        migrationBuilder.CreateTable(
            "wallets_saved_addresses",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                network = table.Column<string>(maxLength: 32),
                address = table.Column<string>(maxLength: 100),
                name = table.Column<string>(maxLength: 40, nullable: true),
                first_used_at = table.Column<DateTime>(),
                last_used_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_wallets_saved_addresses", row => row.id));
        migrationBuilder.CreateIndex(
            "ix_wallets_saved_addresses_account_id_network_address", "wallets_saved_addresses", ["account_id", "network", "address"], unique: true);
        // Where somebody was paid before, the address is as old as the first request that was paid there; its id serves as the entry's.
        migrationBuilder.Sql(
            """
            INSERT INTO wallets_saved_addresses (id, account_id, network, address, first_used_at, last_used_at)
            SELECT w.id, w.account_id, w.network, w.address, w.requested_at, w.requested_at FROM wallets_withdrawals w
            WHERE w.state = 4 AND NOT EXISTS (
                SELECT 1 FROM wallets_withdrawals e
                WHERE e.account_id = w.account_id AND e.network = w.network AND e.address = w.address AND e.state = 4
                  AND (e.requested_at < w.requested_at OR (e.requested_at = w.requested_at AND e.id < w.id)))
            """);
    }
}
