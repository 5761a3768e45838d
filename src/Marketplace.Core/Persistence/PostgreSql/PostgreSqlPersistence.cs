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

    /// <summary>
    /// Gives an existing role exactly what the application needs, as far as the installed modules say: it can then run the marketplace, and change neither balances nor history but by
    /// posting. To be called as the owner of the tables, and again after each migration; it also takes from everybody the right to create in the schema.
    /// </summary>
    /// <param name="services">The built container.</param>
    /// <param name="role">The role that the application connects as.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is granted then.</param>
    /// <exception cref="ArgumentException">There is no such role, or one that no grant can narrow: a superuser, an owner.</exception>
    /// <exception cref="NotSupportedException">The database is not PostgreSQL.</exception>
    public static async Task GrantMarketplaceAsync(this IServiceProvider services, string role, CancellationToken cancellationToken = default)
    {
        await using var scope = services.CreateAsyncScope();
        if (scope.ServiceProvider.GetRequiredService<IDatabaseEngine>() is not PostgreSqlEngine)
        {
            throw new NotSupportedException("Only PostgreSQL has roles to grant something to.");
        }

        await ApplicationRole.Of(scope.ServiceProvider, role).GrantAsync(cancellationToken);
    }
}
