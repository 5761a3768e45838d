using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Campaigns.Data.Migrations;

/// <summary>Between a confirmation and its payment lies a moment: when it began, and what stopped it.</summary>
[Migration("20261120000300_PayInBatches")]
internal sealed class PayInBatches : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateTime>("confirmed_at", "campaigns_participations", nullable: true);
        migrationBuilder.AddColumn<string>("held_because", "campaigns_participations", maxLength: 60, nullable: true);
        // Until now a payment was made in the moment of its confirmation.
        migrationBuilder.Sql("UPDATE campaigns_participations SET confirmed_at = paid_at WHERE state = 4");
        migrationBuilder.CreateIndex("ix_campaigns_participations_confirmed", "campaigns_participations", "confirmed_at", filter: "state = 2");
        migrationBuilder.CreateIndex("ix_campaigns_participations_held", "campaigns_participations", "confirmed_at", filter: "state = 3");
    }
}
