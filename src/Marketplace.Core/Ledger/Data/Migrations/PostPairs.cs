using Microsoft.EntityFrameworkCore.Migrations;

namespace Marketplace.Ledger.Data.Migrations;

/// <summary>On PostgreSQL a function of its own for the transfer that comes alone and has two sides.</summary>
[Migration("20261128000300_PostPairs")]
internal sealed class PostPairs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        if (ActiveProvider?.EndsWith("PostgreSQL", StringComparison.Ordinal) == true)
        {
            migrationBuilder.Sql(PostgreSqlFunctions.Read("ledger_post_pair"));
            migrationBuilder.Sql(PostgreSqlFunctions.Read("close_functions"));
        }
    }
}
