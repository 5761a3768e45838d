using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Wallets.Data.Migrations;

/// <summary>Deposits of tokens, beside the network's own asset.</summary>
[Migration("20261120000450_AddDepositAssets")]
internal sealed class AddDepositAssets : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("asset", "wallets_deposits", maxLength: 20, defaultValue: "TRX");
}
