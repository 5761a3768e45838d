using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Benchmarks.Ledger.Databases;

/// <summary>A SQLite file with the settings that production gives it: WAL, every commit synced.</summary>
internal sealed class SqliteDatabase(string folder) : IDatabase
{
    private static int count;
    private readonly string path = Path.Combine(folder, $"ledger{Interlocked.Increment(ref count)}.db");

    public void AddTo(IServiceCollection services) => services.AddMarketplaceSqlite($"Data Source={path}");

    public Task<IDatabase> CopyAsync()
    {
        SqliteConnection.ClearAllPools();
        var copy = new SqliteDatabase(folder);
        File.Copy(path, copy.path);
        return Task.FromResult<IDatabase>(copy);
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(folder, Path.GetFileName(path) + "*"))
        {
            File.Delete(file);
        }

        return ValueTask.CompletedTask;
    }
}
