using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Persistence.Data.Migrations;

[Migration("20261120000000_CreatePersistenceTables")]
internal sealed class CreatePersistenceTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "outbox_messages",
            table => new
            {
                id = table.Column<Guid>(),
                aggregate = table.Column<string>(maxLength: 200),
                type = table.Column<string>(maxLength: 200),
                payload = table.Column<string>(),
                occurred_at = table.Column<DateTime>(),
                attempts = table.Column<int>(),
                due_at = table.Column<DateTime>(),
                sent_at = table.Column<DateTime>(nullable: true),
                parked_at = table.Column<DateTime>(nullable: true),
                failure = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_outbox_messages", row => row.id));
        migrationBuilder.CreateIndex("ix_outbox_messages_unsent", "outbox_messages", "id", filter: "sent_at IS NULL AND parked_at IS NULL");

        migrationBuilder.CreateTable(
            "inbox_messages",
            table => new
            {
                consumer = table.Column<string>(maxLength: 200),
                message_id = table.Column<Guid>(),
                received_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_inbox_messages", row => new { row.consumer, row.message_id }));
        migrationBuilder.CreateIndex("ix_inbox_messages_received_at", "inbox_messages", "received_at");

        migrationBuilder.CreateTable(
            "idempotency_answers",
            table => new
            {
                scope = table.Column<string>(maxLength: 100),
                key = table.Column<string>(maxLength: 200),
                request_hash = table.Column<byte[]>(),
                answer = table.Column<string>(nullable: true),
                created_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_idempotency_answers", row => new { row.scope, row.key }));
        migrationBuilder.CreateIndex("ix_idempotency_answers_created_at", "idempotency_answers", "created_at");

        migrationBuilder.CreateTable(
            "leases",
            table => new
            {
                name = table.Column<string>(maxLength: 100),
                owner = table.Column<string>(maxLength: 200, nullable: true),
                epoch = table.Column<long>(),
                until = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_leases", row => row.name));
    }
}
