using Marketplace.Kernel;
using Marketplace.Tron;
using Marketplace.Tron.Payments;
using Marketplace.Tron.Payments.Keys;
using Marketplace.Tron.Payments.Keys.Signing;
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
    /// <summary>m, purpose, coin, account.</summary>
    private const int AccountDepth = 3;

    /// <summary>Pays and is paid on TRON. Without it, or another <see cref="IPaymentNetwork"/>, wallets can not start.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Network, nodes, and the vault or who signs in its place.</param>
    public static IServiceCollection AddTronPayments(this IServiceCollection services, Action<TronPaymentsOptions> configure)
    {
        services.AddOptions<TronPaymentsOptions>()
            .Configure(configure)
            .Validate(static options => TronNetworks.Find(options.Network) is not null, "TRON: Network must be devnet, nile, shasta or mainnet.")
            .Validate(
                static options => options.Endpoints.Count > 0 && options.Endpoints.All(endpoint => endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https" }),
                "TRON: Endpoints needs at least one http(s) address of a node.")
            .Validate(
                static options => options.Vault is null != options.AccountXpub is null,
                "TRON: either Vault names the file with the wallet, or AccountXpub says whose addresses this host hands out without a key.")
            .Validate(static options => options.Vault is null || options.VaultKey is not null, "TRON: VaultKey is missing: it says where the key to the Vault is.")
            .Validate(static options => options.Signing.Trouble is null, "TRON: Signing is wrong: limits are above 0 and need a Journal, RebuildMargin is at most 1 hour.")
            .Validate(
                static options => options.AccountXpub is null || HdPublicKey.Parse(options.AccountXpub) is { IsSuccess: true, Value.Depth: AccountDepth },
                "TRON: AccountXpub is not the public key of an account, m/44'/195'/0', as a vault shows it.")
            .Validate(
                static options => options.AccountXpub is null || TronAddress.TryParse(options.HotAddress, out _, out _),
                "TRON: HotAddress must be the address of the hot wallet, as the vault shows it.")
            .Validate(
                static options => options.Signer is null || RemoteSigner.SocketPath(options.Signer) is { Length: > 0 } || IsPrivateLine(options.Signer),
                "TRON: Signer must be unix:<path>, an http address of this machine, or an https address: over an open line others could ask, too.")
            .Validate(
                static options => options.Signer is null == options.SignerToken is null && (options.Signer is null || options.Vault is null),
                "TRON: Signer and SignerToken come together, and without a Vault.")
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
        AddKeys(services);
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

    private static void AddKeys(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => Options(provider) is { Vault: { } vault, VaultKey: { } key }
            ? TronVault.Open(vault, key)
            : throw new InvalidOperationException("This host holds no key."));
        services.TryAddSingleton(static provider => new SigningPolicy(
            provider.GetRequiredService<TronWallet>(), Options(provider).Signing, Options(provider).Vault!, provider.GetRequiredService<WalletKeys>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ISigner>(static provider => Options(provider) switch
        {
            { Vault: not null } => ActivatorUtilities.CreateInstance<GuardedSigner>(provider),
            { Signer: not null } => ActivatorUtilities.CreateInstance<RemoteSigner>(provider),
            _ => new NoSigner(),
        });
        services.TryAddSingleton(static provider =>
        {
            var options = Options(provider);
            var keys = options.Vault is null ? null : provider.GetRequiredService<WalletKeys>();
            return TronWallet.FromAccount(
                keys?.AccountXpub ?? HdPublicKey.Parse(options.AccountXpub).Value,
                keys?.HotAddress ?? TronAddress.Parse(options.HotAddress).Value,
                options.ColdAddress is { } cold ? TronAddress.Parse(cold).Value : null);
        });

        static TronPaymentsOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<TronPaymentsOptions>>().Value;
    }

    private static bool IsPrivateLine(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

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
