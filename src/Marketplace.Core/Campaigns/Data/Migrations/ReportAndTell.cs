using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Campaigns.Data.Migrations;

/// <summary>What owners were told and have in mind, whether the bot was tried, and from where a suspension is lifted.</summary>
[Migration("20261128000320_ReportAndTell")]
internal sealed class ReportAndTell : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateTime>("exhausted_told_at", "campaigns_campaigns", nullable: true);
        migrationBuilder.AddColumn<int>("suspended_from", "campaigns_campaigns", nullable: true);
        migrationBuilder.AddColumn<bool>("tested", "campaigns_campaigns", defaultValue: false);
        migrationBuilder.AddColumn<long>("wanted", "campaigns_campaigns", defaultValue: 0L);
        migrationBuilder.AddColumn<int>("told", "campaigns_campaigns", defaultValue: 0);
        // What happened before is no news.
        migrationBuilder.Sql("UPDATE campaigns_campaigns SET told = 1 WHERE id IN (SELECT campaign_id FROM campaigns_totals WHERE paid >= 1)");
        migrationBuilder.Sql("UPDATE campaigns_campaigns SET told = 3 WHERE id IN (SELECT campaign_id FROM campaigns_totals WHERE paid >= 10)");
        migrationBuilder.CreateIndex("ix_campaigns_campaigns_suspended", "campaigns_campaigns", "id", filter: "state = 3");
    }
}
