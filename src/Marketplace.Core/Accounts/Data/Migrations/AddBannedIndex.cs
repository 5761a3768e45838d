using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Accounts.Data.Migrations;

/// <summary>Who is shut out, without a look at everybody.</summary>
[Migration("20261128000100_AddBannedIndex")]
internal sealed class AddBannedIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateIndex("ix_accounts_accounts_banned", "accounts_accounts", "id", filter: "banned");
}
