using Marketplace.Persistence;
using Marketplace.Persistence.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses SQLite.</summary>
public static class SqlitePersistence
{
    /// <summary>Keeps the marketplace in a SQLite file: one machine, no server, every commit synced to disk.</summary>
    /// <param name="services">The container.</param>
    /// <param name="connectionString">For example <c>Data Source=market.db</c>.</param>
    public static IServiceCollection AddMarketplaceSqlite(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton<IDatabaseEngine>(new SqliteEngine(connectionString));
        return services;
    }
}
