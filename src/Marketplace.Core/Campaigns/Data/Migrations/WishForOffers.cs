using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Campaigns.Data.Migrations;

/// <summary>Who wants to be told of the next offer.</summary>
[Migration("20261128000330_WishForOffers")]
internal sealed class WishForOffers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "campaigns_wishes",
            table => new
            {
                account_id = table.Column<Guid>(),
                platform = table.Column<string>(maxLength: 20),
                wished_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_campaigns_wishes", row => row.account_id));
        migrationBuilder.CreateIndex("ix_campaigns_wishes_oldest", "campaigns_wishes", ["platform", "wished_at"]);
    }
}
