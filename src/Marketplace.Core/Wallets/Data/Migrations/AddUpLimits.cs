using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Wallets.Data.Migrations;

/// <summary>What the daily limits add up is all in one index: a busy day's withdrawals are not looked at one by one. And what operators may still stop is found in its order.</summary>
[Migration("20261128000630_AddUpLimits")]
internal sealed class AddUpLimits : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("ix_wallets_withdrawals_network_requested_at", "wallets_withdrawals");
        migrationBuilder.CreateIndex(
            "ix_wallets_withdrawals_limits", "wallets_withdrawals", ["network", "requested_at", "state", "account_id", "amount", "not_before"]);
        migrationBuilder.CreateIndex("ix_wallets_withdrawals_waiting", "wallets_withdrawals", "id", filter: "state < 2");
    }
}
