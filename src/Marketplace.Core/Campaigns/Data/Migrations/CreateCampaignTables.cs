using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Campaigns.Data.Migrations;

[Migration("20261120000300_CreateCampaignTables")]
internal sealed class CreateCampaignTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateCampaigns(migrationBuilder);
        CreateParticipations(migrationBuilder);
        CreateReports(migrationBuilder);
    }

    private static void CreateCampaigns(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "campaigns_campaigns",
            table => new
            {
                id = table.Column<Guid>(),
                owner_id = table.Column<Guid>(),
                title = table.Column<string>(maxLength: 320),
                platform = table.Column<string>(maxLength: 20),
                bot_id = table.Column<string>(maxLength: 40),
                bot_username = table.Column<string>(maxLength: 64),
                reward = table.Column<long>(),
                state = table.Column<int>(),
                funded = table.Column<bool>(),
                created_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_campaigns_campaigns", row => row.id));
        migrationBuilder.CreateIndex("ix_campaigns_campaigns_owner_id", "campaigns_campaigns", "owner_id");
        migrationBuilder.CreateIndex("ix_campaigns_campaigns_offered", "campaigns_campaigns", "reward", filter: "state = 1 AND funded");
    }

    private static void CreateParticipations(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "campaigns_participations",
            table => new
            {
                id = table.Column<Guid>(),
                campaign_id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                price = table.Column<long>(),
                earns = table.Column<long>(),
                state = table.Column<int>(),
                opened_at = table.Column<DateTime>(),
                expires_at = table.Column<DateTime>(),
                paid_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_campaigns_participations", row => row.id));
        migrationBuilder.CreateIndex(
            "ix_campaigns_participations_live", "campaigns_participations", ["campaign_id", "account_id"], unique: true, filter: "state < 10");
        migrationBuilder.CreateIndex("ix_campaigns_participations_account_id", "campaigns_participations", "account_id");
        migrationBuilder.CreateIndex("ix_campaigns_participations_expiring", "campaigns_participations", "expires_at", filter: "state < 2");

        migrationBuilder.CreateTable(
            "campaigns_proofs",
            table => new
            {
                campaign_id = table.Column<Guid>(),
                fingerprint = table.Column<string>(maxLength: 64),
                participation_id = table.Column<Guid>(),
                accepted_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_campaigns_proofs", row => new { row.campaign_id, row.fingerprint }));

        migrationBuilder.CreateTable(
            "campaigns_validation_links",
            table => new
            {
                token_hash = table.Column<string>(maxLength: 64),
                participation_id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                expires_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_campaigns_validation_links", row => row.token_hash));
        migrationBuilder.CreateIndex("ix_campaigns_validation_links_expires_at", "campaigns_validation_links", "expires_at");
    }

    private static void CreateReports(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "campaigns_reports",
            table => new
            {
                id = table.Column<Guid>(),
                campaign_id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                reason = table.Column<int>(),
                text = table.Column<string>(maxLength: 1000, nullable: true),
                state = table.Column<int>(),
                reported_at = table.Column<DateTime>(),
                reviewed_by = table.Column<Guid>(nullable: true),
                reviewed_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_campaigns_reports", row => row.id));
        migrationBuilder.CreateIndex(
            "ix_campaigns_reports_campaign_id_account_id", "campaigns_reports", ["campaign_id", "account_id"], unique: true);
        migrationBuilder.CreateIndex("ix_campaigns_reports_open", "campaigns_reports", "reported_at", filter: "state = 0");
    }
}
