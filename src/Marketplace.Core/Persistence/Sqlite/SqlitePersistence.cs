using Marketplace.Persistence;
using Marketplace.Persistence.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses SQLite.</summary>
public static class SqlitePersistence
{
    /// <summary>Keeps the marketplace in a SQLite file: one machine, no server, every commit synced to disk.</summary>
    /// <param name="services">The container.</param>
    /// <param name="connectionString">For example <c>Data Source=market.db</c>.</param>
    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    public static IServiceCollection AddMarketplaceSqlite(this IServiceCollection services, string connectionString)
    {
        // Read here, so that a wrong one is refused where it is given.
        _ = new SqliteConnectionStringBuilder(connectionString);
        // Made by the container, which then closes the file when it ends.
        services.TryAddSingleton<IDatabaseEngine>(_ => new SqliteEngine(connectionString));
        return services;
    }
}
