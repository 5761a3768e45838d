using System.Globalization;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Benchmarks.Ledger.Databases;

/// <summary>The server that all PostgreSQL rows and pgbench share.</summary>
internal sealed class PostgreSqlServer
{
    // Durable as by default; the memory of a small server, and no checkpoint in the middle of a row.
    private const string Settings =
        "-c shared_buffers=1GB -c max_wal_size=8GB -c fsync=on -c synchronous_commit=on -c full_page_writes=on";

    private readonly NpgsqlConnectionStringBuilder connection;

    private PostgreSqlServer(NpgsqlConnectionStringBuilder connection, int? process)
    {
        this.connection = connection;
        Process = process;
    }

    /// <summary>The server's first process; null where it is another machine's.</summary>
    public int? Process { get; }

    public NpgsqlConnectionStringBuilder Connection => connection;

    /// <summary>Null where this machine has none and none was given.</summary>
    public static async Task<PostgreSqlServer?> StartAsync(string? given)
    {
        if (given is null && PrivatePostgreSql.FindBinaries() is null)
        {
            return null;
        }

        var connection = new NpgsqlConnectionStringBuilder(given ?? (await PrivatePostgreSql.StartAsync(Settings)).ConnectionString);
        var server = new PostgreSqlServer(connection, null);
        return new PostgreSqlServer(connection, given is null ? await server.FindProcessAsync() : null);
    }

    public string ConnectionStringOf(string database) => new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Database = database }.ToString();

    public async Task<IDatabase> CreateAsync(string template = "template0")
    {
        var name = $"ledger_{Unique.Name()}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new PostgreSqlDatabase(this, name);
    }

    public Task<string> DescribeAsync() => AskAsync(
        """
        SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync')
            || ', synchronous_commit ' || current_setting('synchronous_commit') || ', full_page_writes ' || current_setting('full_page_writes')
            || ', shared_buffers ' || current_setting('shared_buffers') || ', max_wal_size ' || current_setting('max_wal_size')
        """);

    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false }.ToString());
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    private async Task<int?> FindProcessAsync()
    {
        var file = Path.Combine(await AskAsync("SHOW data_directory"), "postmaster.pid");
        return File.Exists(file) ? int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture) : null;
    }

    private sealed class PostgreSqlDatabase(PostgreSqlServer server, string name) : IDatabase
    {
        public void AddTo(IServiceCollection services)
        {
            services.AddMarketplacePostgreSql(server.ConnectionStringOf(name));
            services.AddSingleton(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionStringOf(name)) { MaxAutoPrepare = 20 }));
        }

        public async Task<IDatabase> CopyAsync()
        {
            Disconnect();
            return await server.CreateAsync(name);
        }

        public async ValueTask DisposeAsync()
        {
            Disconnect();
            await server.ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
        }

        private static void Disconnect() => NpgsqlConnection.ClearAllPools();
    }
}
