using Marketplace.Ledger;
using Marketplace.Ledger.Data;
using Marketplace.Ledger.Posting;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Installs the ledger.</summary>
public static class LedgerModule
{
    /// <summary>Adds the double-entry journal: transfers, balances, holds.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Changes to the defaults.</param>
    public static IServiceCollection AddMarketplaceLedger(this IServiceCollection services, Action<LedgerOptions>? configure = null)
    {
        services.AddMarketplaceModule("ledger", typeof(LedgerModule).Assembly);
        services.AddScoped<IBooks>(provider =>
        {
            var (unit, publishes) = (provider.GetRequiredService<IUnitOfWork>(), provider.GetRequiredService<IOptions<LedgerOptions>>().Value.PublishTransfers);
            return provider.GetRequiredService<IDatabaseEngine>().HasRowLocks ? new PostgreSqlBooks(unit, publishes) : new SqliteBooks(unit, publishes);
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApplicationRights, LedgerRights>());
        services.TryAddSingleton<BalanceQueries>();
        services.TryAddSingleton<PostingDesk>();
        services.TryAddSingleton<ITransferPoster, GroupedTransfers>();
        services.AddOptions<LedgerOptions>()
            .Configure(options => configure?.Invoke(options))
            .Validate(options => options.Assets.Count > 0, "Ledger: Assets must name at least one asset.")
            .Validate(
                options => options.Assets.All(asset => asset.Supply is > 0 and <= LedgerLimits.LargestBalance),
                "Ledger: the supply of an asset must be positive and at most 4 × 10^18 smallest units.")
            .Validate(options => options.SealInterval > TimeSpan.Zero && options.LargestSealedRange > 0, "Ledger: SealInterval and LargestSealedRange must be positive.")
            .ValidateOnStart();
        return services;
    }
}
