using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Wallets.Data.Migrations;

/// <summary>When the chain last had something new: a chain that stands still is told from one on which nothing is paid.</summary>
[Migration("20261128000640_AddBlockTime")]
internal sealed class AddBlockTime : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<DateTime>("moved_at", "wallets_cursors", nullable: true);
}
