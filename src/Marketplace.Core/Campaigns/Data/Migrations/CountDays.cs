using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Campaigns.Data.Migrations;

/// <summary>What was paid is counted by the day as well.</summary>
[Migration("20261128000340_CountDays")]
internal sealed class CountDays : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "campaigns_days",
            table => new
            {
                campaign_id = table.Column<Guid>(),
                day = table.Column<DateOnly>(),
                paid = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_campaigns_days", row => new { row.campaign_id, row.day }));
        // SQLite keeps UTC as it is; PostgreSQL would take the day of the session's time zone.
        var isPostgreSql = ActiveProvider?.EndsWith("PostgreSQL", StringComparison.Ordinal) == true;
        var day = isPostgreSql ? "date(paid_at AT TIME ZONE 'UTC')" : "date(paid_at)";
        migrationBuilder.Sql(
            $"""
             INSERT INTO campaigns_days (campaign_id, day, paid)
             SELECT campaign_id, {day}, COUNT(*) FROM campaigns_participations WHERE state = 4 GROUP BY campaign_id, {day}
             """);
    }
}
