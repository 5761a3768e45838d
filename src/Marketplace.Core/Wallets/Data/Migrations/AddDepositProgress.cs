using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Wallets.Data.Migrations;

/// <summary>How far above a deposit the chain has grown, and a person's deposits in the order in which they came.</summary>
[Migration("20261120000460_AddDepositProgress")]
internal sealed class AddDepositProgress : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("head_number", "wallets_cursors", defaultValue: 0L);
        migrationBuilder.CreateIndex("ix_wallets_deposits_account_id_seen_at", "wallets_deposits", ["account_id", "seen_at"]);
    }
}
