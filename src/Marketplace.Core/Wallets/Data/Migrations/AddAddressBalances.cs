using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Wallets.Data.Migrations;

/// <summary>What each deposit address is known to have: the sweeper's list, and one side of the reconciliation with the chain.</summary>
[Migration("20261120000400_AddAddressBalances")]
internal sealed class AddAddressBalances : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("balance", "wallets_addresses", defaultValue: 0L);
        migrationBuilder.Sql(
            """
            UPDATE wallets_addresses SET balance = coalesce(
                (SELECT SUM(d.amount) FROM wallets_deposits d
                 WHERE d.network = wallets_addresses.network AND d.address = wallets_addresses.address AND d.state IN (1, 3)), 0)
            """);
        migrationBuilder.CreateIndex(
            "ix_wallets_addresses_holding", "wallets_addresses", ["network", "balance"], filter: "balance > 0");
    }
}
