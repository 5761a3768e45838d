using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Testing;

/// <summary>
/// PostgreSQL: the server named by <c>MARKETPLACE_TEST_POSTGRES</c> (a connection string of a user who may create databases), else a
/// private one of this test run. Where there is neither, tests are ignored by name; <c>MARKETPLACE_REQUIRE_POSTGRES=1</c> makes that a failure.
/// </summary>
internal sealed class PostgreSqlTestEngine(PrivatePostgreSql? own = null) : TestEngine
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("MARKETPLACE_TEST_POSTGRES") is { Length: > 0 } given ? given : null;
    private static readonly Lazy<Task<string>> Server = new(async () => Given ?? (await PrivatePostgreSql.StartAsync(PrivatePostgreSql.NeverKilled)).ConnectionString);

    public override string Name => own is null ? "PostgreSQL" : $"PostgreSQL of its own ({own.ConnectionString})";

    private bool IsShared => own is null;

    public override void RequireAvailable()
    {
        if (Given is null && own is null)
        {
            Requirement.Check(
                PrivatePostgreSql.FindBinaries() is not null,
                "MARKETPLACE_REQUIRE_POSTGRES",
                "no PostgreSQL found: initdb and pg_ctl are neither on the PATH nor in /usr/lib/postgresql/*/bin, and MARKETPLACE_TEST_POSTGRES names no server");
        }
    }

    public override Task<TestDatabase> CreateAsync() => CreateAsync("template0");

    public override Task<TestDatabase> CopyAsync(TestDatabase original)
    {
        original.Disconnect();
        return CreateAsync(new NpgsqlConnectionStringBuilder(original.ConnectionString).Database!);
    }

    private async Task<TestDatabase> CreateAsync(string template)
    {
        RequireAvailable();
        var server = own?.ConnectionString ?? await Server.Value;
        var name = Unique.Name();
        await RunAsync(server, connection => $"CREATE DATABASE {name} TEMPLATE {template}{Strategy(connection)}");
        return new Database(this, server, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 60, MaxAutoPrepare = 100, NoResetOnClose = true }.ToString(), name);
    }

    /// <summary>Copying files is the cheapest where nothing waits for the disk; a server before 15 knows no other way and not the word.</summary>
    private string Strategy(NpgsqlConnection connection) =>
        Given is null && IsShared && connection.PostgreSqlVersion.Major >= 15 ? " STRATEGY file_copy" : string.Empty;

    private static async Task RunAsync(string server, Func<NpgsqlConnection, string> sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql(connection), connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Database(PostgreSqlTestEngine engine, string server, string connectionString, string name)
        : TestDatabase(engine, connectionString)
    {
        public override void AddTo(IServiceCollection services) => services.AddMarketplacePostgreSql(ConnectionString);

        public override async Task<DbConnection> OpenAsync()
        {
            // Not of the pool: what a test sets on it stays on it.
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
            await connection.OpenAsync();
            return connection;
        }

        public override void Disconnect()
        {
            using var connection = new NpgsqlConnection(ConnectionString);
            NpgsqlConnection.ClearPool(connection);
        }

        public override async ValueTask DisposeAsync()
        {
            Disconnect();
            if (Given is not null && engine.IsShared)
            {
                // A private server goes as a whole, which is faster.
                await RunAsync(server, _ => $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            }
        }
    }
}
