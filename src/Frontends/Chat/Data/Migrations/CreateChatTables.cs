using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Frontends.Data.Migrations;

[Migration("20261120000700_CreateChatTables")]
internal sealed class CreateChatTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "chat_updates",
            table => new
            {
                id = table.Column<Guid>(),
                platform = table.Column<string>(maxLength: 20),
                update_key = table.Column<string>(maxLength: 100),
                order_key = table.Column<string>(maxLength: 100),
                payload = table.Column<string>(),
                state = table.Column<int>(),
                attempts = table.Column<int>(),
                failure = table.Column<string>(nullable: true),
                arrived_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_chat_updates", row => row.id));
        migrationBuilder.CreateIndex("ix_chat_updates_platform_update_key", "chat_updates", ["platform", "update_key"], unique: true);
        migrationBuilder.CreateIndex("ix_chat_updates_pending", "chat_updates", ["platform", "id"], filter: "state = 0");
        migrationBuilder.CreateIndex("ix_chat_updates_arrived_at", "chat_updates", "arrived_at");

        migrationBuilder.CreateTable(
            "chat_chats",
            table => new
            {
                platform = table.Column<string>(maxLength: 20),
                chat_id = table.Column<string>(maxLength: 100),
                account_id = table.Column<Guid>(nullable: true),
                language_code = table.Column<string>(maxLength: 35, nullable: true),
                menu_message_id = table.Column<string>(maxLength: 100, nullable: true),
                dialog_id = table.Column<Guid>(nullable: true),
                dialog_name = table.Column<string>(maxLength: 50, nullable: true),
                dialog_step = table.Column<string>(maxLength: 50, nullable: true),
                dialog_data = table.Column<string>(nullable: true),
                dialog_expires_at = table.Column<DateTime>(nullable: true),
                ended_dialog_id = table.Column<Guid>(nullable: true),
                refused_at = table.Column<DateTime>(nullable: true),
                unreachable_since = table.Column<DateTime>(nullable: true),
                seen_at = table.Column<DateTime>(),
                version = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("pk_chat_chats", row => new { row.platform, row.chat_id }));
        migrationBuilder.CreateIndex("ix_chat_chats_account_id", "chat_chats", "account_id");

        migrationBuilder.CreateTable(
            "chat_notifications",
            table => new
            {
                id = table.Column<Guid>(),
                platform = table.Column<string>(maxLength: 20),
                chat_id = table.Column<string>(maxLength: 100),
                account_id = table.Column<Guid>(),
                text_key = table.Column<string>(maxLength: 100),
                arguments = table.Column<string>(),
                action = table.Column<string>(maxLength: 64, nullable: true),
                attempts = table.Column<int>(),
                due_at = table.Column<DateTime>(),
                ended_at = table.Column<DateTime>(nullable: true),
                failure = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_chat_notifications", row => row.id));
        migrationBuilder.CreateIndex("ix_chat_notifications_waiting", "chat_notifications", ["platform", "id"], filter: "ended_at IS NULL");
        migrationBuilder.CreateIndex("ix_chat_notifications_ended_at", "chat_notifications", "ended_at");

        migrationBuilder.CreateTable(
            "chat_secrets",
            table => new
            {
                name = table.Column<string>(maxLength: 50),
                value = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("pk_chat_secrets", row => row.name));
    }
}
