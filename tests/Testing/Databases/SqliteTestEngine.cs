using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing;

/// <summary>SQLite in files under the temporary folder.</summary>
internal sealed class SqliteTestEngine : TestEngine
{
    // The provider's module initializer finds the native library; a test may open a connection before it touched the provider.
    static SqliteTestEngine() => RuntimeHelpers.RunModuleConstructor(typeof(SqlitePersistence).Module.ModuleHandle);

    public override string Name => "SQLite";

    public override Task<TestDatabase> CreateAsync() => Task.FromResult<TestDatabase>(new Database(this, NewPath()));

    public override Task<TestDatabase> CopyAsync(TestDatabase original)
    {
        var path = NewPath();
        File.Copy(((Database)original).Path, path);
        return Task.FromResult<TestDatabase>(new Database(this, path));
    }

    private static string NewPath() => Path.Combine(TestFolder.Path, $"{Unique.Name()}.db");

    private sealed class Database(SqliteTestEngine engine, string path) : TestDatabase(engine, $"Data Source={path}")
    {
        public string Path => path;

        public override void AddTo(IServiceCollection services) => services.AddMarketplaceSqlite(ConnectionString);

        public override async Task<DbConnection> OpenAsync()
        {
            var connection = new SqliteConnection(ConnectionString) { DefaultTimeout = 30 };
            await connection.OpenAsync();
            return connection;
        }

        /// <summary>What a marketplace holds open it closes when it is disposed; until then what it wrote is moved from the log into the file.</summary>
        public override void Disconnect()
        {
            using var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }

        public override ValueTask DisposeAsync()
        {
            SqliteConnection.ClearAllPools();
            foreach (var file in Directory.GetFiles(TestFolder.Path, System.IO.Path.GetFileName(path) + "*"))
            {
                File.Delete(file);
            }

            return ValueTask.CompletedTask;
        }
    }
}
