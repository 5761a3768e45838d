using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Campaigns.Data.Migrations;

/// <summary>A message proves once, whatever the campaign: where it did for several until now, the first of them keeps it.</summary>
[Migration("20261128000301_ProveOnce")]
internal sealed class ProveOnce : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE campaigns_first_proofs AS
            SELECT p.fingerprint, p.participation_id, p.accepted_at
            FROM (SELECT fingerprint, participation_id, accepted_at,
                         ROW_NUMBER() OVER (PARTITION BY fingerprint ORDER BY accepted_at, campaign_id) AS place
                  FROM campaigns_proofs) p
            WHERE p.place = 1
            """);
        migrationBuilder.DropTable("campaigns_proofs");
        migrationBuilder.CreateTable(
            "campaigns_proofs",
            table => new
            {
                fingerprint = table.Column<string>(maxLength: 64),
                participation_id = table.Column<Guid>(),
                accepted_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_campaigns_proofs", row => row.fingerprint));
        migrationBuilder.Sql(
            "INSERT INTO campaigns_proofs (fingerprint, participation_id, accepted_at) SELECT fingerprint, participation_id, accepted_at FROM campaigns_first_proofs");
        migrationBuilder.DropTable("campaigns_first_proofs");
    }
}
