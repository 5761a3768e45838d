using Marketplace.Persistence;
using Marketplace.Persistence.PostgreSql;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses PostgreSQL.</summary>
public static class PostgreSqlPersistence
{
    /// <summary>Keeps the marketplace in a PostgreSQL database: several hosts may share it.</summary>
    /// <param name="services">The container.</param>
    /// <param name="connectionString">For example <c>Host=localhost;Database=market;Username=market</c>.</param>
    public static IServiceCollection AddMarketplacePostgreSql(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton<IDatabaseEngine>(new PostgreSqlEngine(connectionString));
        return services;
    }
}
