using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Campaigns.Data.Migrations;

/// <summary>What was paid is counted as it is paid; and what ended unpaid is found by its age.</summary>
[Migration("20261128000310_CountPayments")]
internal sealed class CountPayments : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "campaigns_totals",
            table => new
            {
                campaign_id = table.Column<Guid>(),
                paid = table.Column<int>(),
                spent = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("pk_campaigns_totals", row => row.campaign_id));
        migrationBuilder.Sql(
            """
            INSERT INTO campaigns_totals (campaign_id, paid, spent)
            SELECT campaign_id, COUNT(*), SUM(price) FROM campaigns_participations WHERE state = 4 GROUP BY campaign_id
            """);
        migrationBuilder.CreateIndex(
            "ix_campaigns_participations_ended", "campaigns_participations", "expires_at", filter: "state >= 10 AND state < 13");
        migrationBuilder.CreateIndex("ix_campaigns_proofs_accepted_at", "campaigns_proofs", "accepted_at");
    }
}
