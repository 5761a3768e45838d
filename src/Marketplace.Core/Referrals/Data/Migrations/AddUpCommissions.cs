using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Referrals.Data.Migrations;

/// <summary>Each sponsor's commissions added up. Nobody looks for them one by one by their sponsor any more.</summary>
[Migration("20261128000500_AddUpCommissions")]
internal sealed class AddUpCommissions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "referrals_totals",
            table => new
            {
                sponsor_id = table.Column<Guid>(),
                paid = table.Column<long>(),
                waiting = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("pk_referrals_totals", row => row.sponsor_id));
        migrationBuilder.Sql(
            """
            INSERT INTO referrals_totals (sponsor_id, paid, waiting)
            SELECT sponsor_id, SUM(paid), SUM(amount - paid) FROM referrals_commissions GROUP BY sponsor_id
            """);
        migrationBuilder.DropIndex("ix_referrals_commissions_sponsor_id", "referrals_commissions");
    }
}
