using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Accounts.Data.Migrations;

[Migration("20261120000100_CreateAccountsTables")]
internal sealed class CreateAccountsTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "accounts_accounts",
            table => new
            {
                id = table.Column<Guid>(),
                referral_code = table.Column<string>(maxLength: 8),
                sponsor_id = table.Column<Guid>(nullable: true),
                language = table.Column<string>(maxLength: 2, nullable: true),
                banned = table.Column<bool>(),
                created_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_accounts_accounts", row => row.id));
        migrationBuilder.CreateIndex("ix_accounts_accounts_referral_code", "accounts_accounts", "referral_code", unique: true);
        migrationBuilder.CreateIndex("ix_accounts_accounts_sponsor_id", "accounts_accounts", "sponsor_id");

        migrationBuilder.CreateTable(
            "accounts_identities",
            table => new
            {
                platform = table.Column<string>(maxLength: 32),
                external_id = table.Column<string>(maxLength: 100),
                account_id = table.Column<Guid>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_accounts_identities", row => new { row.platform, row.external_id });
                table.ForeignKey(
                    "fk_accounts_identities_account_id", row => row.account_id, "accounts_accounts", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("ix_accounts_identities_account_id", "accounts_identities", "account_id");
    }
}
