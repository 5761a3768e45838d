using Marketplace.Referrals;
using Marketplace.Referrals.Data;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How referrals are installed.</summary>
public static class ReferralsModule
{
    /// <summary>Installs sponsors' commissions. It needs accounts, the ledger, wallets and campaigns, whose events it hears.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">The rates that differ from the defaults.</param>
    public static IServiceCollection AddMarketplaceReferrals(this IServiceCollection services, Action<ReferralsOptions>? configure = null)
    {
        services.AddMarketplaceModule("referrals", typeof(ReferralsModule).Assembly);
        services.TryAddScoped<CommissionLedger>();
        services.TryAddScoped<CommissionSums>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReferralsOptions>, SoundRates>());
        services.AddOptions<ReferralsOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        return services;
    }
}
