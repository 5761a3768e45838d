using Marketplace.Accounts;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How accounts are installed.</summary>
public static class AccountsModule
{
    /// <summary>Installs accounts: who somebody is, on whatever platform he writes.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Who the operators are.</param>
    public static IServiceCollection AddMarketplaceAccounts(this IServiceCollection services, Action<AccountsOptions>? configure = null)
    {
        services.AddMarketplaceModule("accounts", typeof(AccountsModule).Assembly);
        services.TryAddSingleton<AccountQueries>();
        services.TryAddScoped<AccountReader>();
        services.TryAddScoped<Registration>();
        services.TryAddSingleton<Registrations>();
        services.AddOptions<AccountsOptions>()
            .Configure(configure ?? (static _ => { }))
            .Validate(
                static options => options.Operators.All(IsIdentity),
                "Accounts: each of Operators is written platform:id, e.g. telegram:42, the platform in lower case.")
            .ValidateOnStart();
        return services;
    }

    private static bool IsIdentity(string text) =>
        text.Split(':', 2) is [{ Length: > 0 } platform, { Length: > 0 } id]
        && platform.All(char.IsAsciiLetterLower)
        && !id.Any(char.IsWhiteSpace);
}
