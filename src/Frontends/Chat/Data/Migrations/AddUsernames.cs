using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Frontends.Data.Migrations;

/// <summary>What people are called in public, so that an operator can find them by it.</summary>
[Migration("20261128000300_AddUsernames")]
internal sealed class AddUsernames : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("username", "chat_chats", maxLength: 64, nullable: true);
        migrationBuilder.CreateIndex("ix_chat_chats_platform_username", "chat_chats", ["platform", "username"], filter: "username IS NOT NULL");
    }
}
