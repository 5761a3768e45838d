using Marketplace.Kernel;
using Marketplace.Tron;
using Marketplace.Tron.Payments;
using Marketplace.Tron.Payments.Keys;
using Marketplace.Tron.Payments.Paying;
using Marketplace.Tron.Payments.Scanning;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How TRON is installed as the wallets' network.</summary>
public static class TronPaymentsModule
{
    /// <summary>Pays and is paid on TRON. Without it, or another <see cref="IPaymentNetwork"/>, wallets can not start.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Network, nodes and key file.</param>
    public static IServiceCollection AddTronPayments(this IServiceCollection services, Action<TronPaymentsOptions> configure)
    {
        services.AddOptions<TronPaymentsOptions>()
            .Configure(configure)
            .Validate(static options => TronNetworks.Find(options.Network) is not null, "TRON: Network must be devnet, nile, shasta or mainnet.")
            .Validate(
                static options => options.Endpoints.Count > 0 && options.Endpoints.All(endpoint => endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https" }),
                "TRON: Endpoints needs at least one http(s) address of a node.")
            .Validate(static options => options.KeyFile.Length > 0, "TRON: KeyFile is missing: it names the file with the wallet's mnemonic.")
            .Validate(
                static options => options.ColdAddress is null || TronAddress.TryParse(options.ColdAddress, out _, out _),
                "TRON: ColdAddress is not an address of TRON.")
            .Validate(
                static options => options.Network != "mainnet" || options.AcceptMainnet,
                "TRON: Network is mainnet, where coins are real; set AcceptMainnet to true if that is meant.")
            .Validate(
                static options => options.Network == "devnet" || options.GenesisId is null,
                "TRON: GenesisId is for private networks (devnet); the public networks' ids are built in.")
            .Validate(
                static options => options.PaymentLifetime >= TimeSpan.FromSeconds(60) && options.PaymentLifetime <= TimeSpan.FromSeconds(120),
                "TRON: PaymentLifetime must be from 60 to 120 seconds.")
            .Validate(
                TokenList.AreValid,
                "TRON: each of Tokens needs a Symbol of its own (letters and digits, not TRX), a Contract of its own, Decimals from 0 to 18 and a MinimumDeposit above 0.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => CreateClient(
            provider.GetRequiredService<IOptions<TronPaymentsOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => WalletKeys.Open(TronKeyFile.Read(provider.GetRequiredService<IOptions<TronPaymentsOptions>>().Value.KeyFile)));
        services.TryAddSingleton<ISigner>(static provider => provider.GetRequiredService<WalletKeys>());
        services.TryAddSingleton(static provider => provider.GetRequiredService<WalletKeys>().ToWallet(
            provider.GetRequiredService<IOptions<TronPaymentsOptions>>().Value.ColdAddress is { } cold ? TronAddress.Parse(cold).Value : null));
        services.TryAddSingleton<TronNodes>();
        services.TryAddSingleton<TokenList>();
        services.TryAddSingleton<BlockScanner>();
        services.TryAddSingleton<ChainReader>();
        services.TryAddSingleton<CustodyReader>();
        services.TryAddSingleton<PaymentSigner>();
        services.TryAddSingleton<PaymentSubmitter>();
        services.TryAddSingleton<IPaymentNetwork, TronPaymentNetwork>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBackgroundWork, PermissionWatch>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TronConnection>());
        return services;
    }

    private static TronNodeClient CreateClient(TronPaymentsOptions options, TimeProvider time)
    {
        // A chain of one's own has no rate to respect; public services punish more than 15 requests a second.
        var nodes = new TronNodeOptions { RequestsPerSecond = options.Network == "devnet" ? null : 14 };
        foreach (var endpoint in options.Endpoints)
        {
            nodes.Endpoints.Add(new TronNodeEndpoint(endpoint) { ApiKey = options.ApiKey });
        }

        return new TronNodeClient(nodes, time);
    }
}
