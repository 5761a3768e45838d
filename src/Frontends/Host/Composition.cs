using Marketplace.Host.Settings;
using Marketplace.Persistence.Outbox;
using Marketplace.Tron.Payments;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host;

/// <summary>The one place that names the modules. Each takes its options from the section of its own name.</summary>
internal static class Composition
{
    /// <summary>The whole marketplace.</summary>
    public static void Install(IServiceCollection services, IConfiguration configuration)
    {
        InstallModules(services, configuration);
        services.AddMarketplaceCharts();
        services.AddTelegramFrontend(options => configuration.GetSection("Frontends:Telegram").Bind(options));
        var tron = TronSettings.Read(configuration);
        services.AddSingleton(tron);
        services.AddTronPayments(options =>
        {
            options.Network = tron.Network;
            (options.Vault, options.VaultKey, options.ColdAddress) = (tron.Keys.Vault, tron.Keys.VaultKey, tron.ColdAddress);
            (options.AccountXpub, options.HotAddress) = (tron.AccountXpub, tron.HotAddress);
            (options.Signer, options.SignerToken) = (tron.Signer, tron.SignerToken);
            options.Signing = tron.Keys.Signing;
            options.AcceptMainnet = tron.Network == "mainnet";
            options.ApiKey = configuration["Tron:ApiKey"];
            options.BlockTime = configuration.GetValue("Tron:BlockTime", options.BlockTime);
            foreach (var node in tron.Nodes.Endpoints)
            {
                options.Endpoints.Add(node.Address);
            }

            foreach (var token in configuration.GetSection("Tron:Tokens").Get<TronToken[]>() ?? [])
            {
                options.Tokens.Add(token);
            }
        });
    }

    /// <summary>The database and all modules with tables in it: enough to look at the books, without a chat service and a chain.</summary>
    public static void InstallModules(IServiceCollection services, IConfiguration configuration)
    {
        DatabaseSettings.Apply(services, configuration);
        services.Configure<OutboxOptions>(options => Bind("Outbox", options));
        services.AddMarketplaceAccounts(options => Bind("Accounts", options));
        services.AddMarketplaceLedger(options => Bind("Ledger", options));
        services.AddMarketplaceWallets(options => Bind("Wallets", options));
        services.AddMarketplaceCampaigns(options => Bind("Campaigns", options));
        services.AddMarketplaceReferrals(options => Bind("Referrals", options));
        services.AddMarketplaceChat(options => Bind("Chat", options));

        void Bind(string section, object options) => configuration.GetSection(section).Bind(options);
    }
}
