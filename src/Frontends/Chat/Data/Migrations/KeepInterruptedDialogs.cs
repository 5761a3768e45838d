using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Frontends.Data.Migrations;

/// <summary>The way back in a dialog, and the dialog that was interrupted.</summary>
[Migration("20261128000900_KeepInterruptedDialogs")]
internal sealed class KeepInterruptedDialogs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("dialog_path", "chat_chats", nullable: true);
        migrationBuilder.AddColumn<string>("paused_dialog", "chat_chats", nullable: true);
    }
}
