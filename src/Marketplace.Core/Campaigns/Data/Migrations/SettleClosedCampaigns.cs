using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Campaigns.Data.Migrations;

/// <summary>A closed campaign is looked after until nothing is left in it: those closed before this are looked at once more.</summary>
[Migration("20261128000300_SettleClosedCampaigns")]
internal sealed class SettleClosedCampaigns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("returns", "campaigns_campaigns", defaultValue: 0);
        migrationBuilder.AddColumn<DateTime>("settled_at", "campaigns_campaigns", nullable: true);
        migrationBuilder.CreateIndex("ix_campaigns_campaigns_unsettled", "campaigns_campaigns", "id", filter: "state = 4 AND settled_at IS NULL");
    }
}
