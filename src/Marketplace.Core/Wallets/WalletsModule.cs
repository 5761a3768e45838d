using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How wallets are installed.</summary>
public static class WalletsModule
{
    /// <summary>Installs deposits and withdrawals. It needs accounts, the ledger, and one <see cref="IPaymentNetwork"/>.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">The rules that differ from the defaults.</param>
    public static IServiceCollection AddMarketplaceWallets(this IServiceCollection services, Action<WalletsOptions>? configure = null)
    {
        services.AddMarketplaceModule("wallets", typeof(WalletsModule).Assembly);
        services.TryAddSingleton<WalletQueries>();
        services.TryAddScoped<WithdrawalRules>();
        services.TryAddScoped<DepositRecords>();
        services.TryAddScoped<DepositPostings>();
        services.AddOptions<LedgerOptions>().Configure<IServiceProvider>(static (ledger, provider) => AddTokens(ledger, provider));
        services.TryAddScoped<WithdrawalControls>();
        services.TryAddScoped<SavedAddresses>();
        services.TryAddScoped<OpeningPrices>();
        services.TryAddScoped<SweepPlan>();
        services.TryAddScoped<CustodyInspector>();
        services.TryAddScoped<Appointments>();
        services.TryAddScoped<ProofReader>();
        services.AddOptions<WalletsOptions>()
            .Configure(configure ?? (static _ => { }))
            .Validate(static options => options.MinimumDeposit > Sun.Zero, "Wallets: MinimumDeposit must be at least 1 sun.")
            .Validate(
                static options => options.WithdrawalFee >= Sun.Zero && options.MinimumWithdrawal > options.WithdrawalFee,
                "Wallets: MinimumWithdrawal must be more than WithdrawalFee, which must not be negative: something has to arrive.")
            .Validate(
                static options => options.MaximumWithdrawal >= options.MinimumWithdrawal,
                "Wallets: MaximumWithdrawal must not be below MinimumWithdrawal.")
            .Validate(
                static options => options.AccountDailyLimit >= options.MaximumWithdrawal && options.TotalDailyLimit >= options.AccountDailyLimit,
                "Wallets: AccountDailyLimit must not be below MaximumWithdrawal, nor TotalDailyLimit below AccountDailyLimit: what is allowed at once must be possible.")
            .Validate(
                static options => options.ApprovalThreshold >= Sun.Zero && options.SecondApprovalThreshold >= options.ApprovalThreshold,
                "Wallets: ApprovalThreshold must not be negative, nor SecondApprovalThreshold below it.")
            .Validate(
                static options => options.NewAddressCoolDown >= TimeSpan.Zero && options.NewAddressCoolDown <= TimeSpan.FromDays(7) && options.CoolDownFreeAmount >= Sun.Zero,
                "Wallets: NewAddressCoolDown must be from 0 to 7 days, and CoolDownFreeAmount must not be negative.")
            .Validate(static options => options.LooksAtOnce is >= 1 and <= 64, "Wallets: LooksAtOnce must be from 1 to 64.")
            .Validate(
                static options => options.ScanInterval > TimeSpan.Zero && options.WithdrawalInterval > TimeSpan.Zero,
                "Wallets: ScanInterval and WithdrawalInterval must be positive.")
            .Validate(
                static options => options.SweepThreshold > Sun.Zero && options.MostSweepsAtOnce > 0,
                "Wallets: SweepThreshold must be at least 1 sun, and MostSweepsAtOnce at least 1.")
            .Validate(
                static options => options.HotTarget > Sun.Zero && options.HotCeiling > options.HotTarget,
                "Wallets: HotCeiling must be more than HotTarget, which must be positive: a withdrawal must find something.")
            .Validate(
                static options => options.SweepInterval > TimeSpan.Zero && options.SweepRest >= TimeSpan.Zero
                    && options.ReconcileInterval > TimeSpan.Zero && options.SolvencyInterval > TimeSpan.Zero,
                "Wallets: SweepInterval, ReconcileInterval and SolvencyInterval must be positive, SweepRest not negative.")
            .Validate(static options => options.SolvencySnapshotsKept > 0, "Wallets: SolvencySnapshotsKept must be at least 1.")
            .ValidateOnStart();
        return services;
    }

    /// <summary>The books must know what may arrive. A command that only looks at them has no network.</summary>
    private static void AddTokens(LedgerOptions ledger, IServiceProvider provider)
    {
        foreach (var token in FindTokens(provider))
        {
            if (ledger.Assets.All(asset => asset.Code != token.Asset.Code))
            {
                ledger.Assets.Add(token.Asset);
            }
        }
    }

    private static IReadOnlyList<AcceptedToken> FindTokens(IServiceProvider provider)
    {
        try
        {
            return provider.GetService<IPaymentNetwork>()?.Info.Tokens ?? [];
        }
        catch (OptionsValidationException)
        {
            // The network's own settings are wrong: their own check says so, once.
            return [];
        }
    }
}
