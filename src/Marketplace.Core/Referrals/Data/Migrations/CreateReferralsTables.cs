using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Referrals.Data.Migrations;

[Migration("20261120000500_CreateReferralsTables")]
internal sealed class CreateReferralsTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "referrals_commissions",
            table => new
            {
                id = table.Column<Guid>(),
                source = table.Column<string>(maxLength: 200),
                sponsor_id = table.Column<Guid>(),
                kind = table.Column<int>(),
                amount = table.Column<long>(),
                paid = table.Column<long>(),
                state = table.Column<int>(),
                created_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_referrals_commissions", row => row.id));
        migrationBuilder.CreateIndex("ix_referrals_commissions_source", "referrals_commissions", "source", unique: true);
        migrationBuilder.CreateIndex("ix_referrals_commissions_sponsor_id", "referrals_commissions", "sponsor_id");
        migrationBuilder.CreateIndex("ix_referrals_commissions_due", "referrals_commissions", "id", filter: "state = 0");
    }
}
