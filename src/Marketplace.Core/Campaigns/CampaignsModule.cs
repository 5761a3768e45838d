using Marketplace.Campaigns;
using Marketplace.Campaigns.Data;
using Marketplace.Ledger;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Installs campaigns.</summary>
public static class CampaignsModule
{
    /// <summary>Adds campaigns, participations, proofs and reports. Needs the accounts and the ledger.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Changes to the defaults.</param>
    public static IServiceCollection AddMarketplaceCampaigns(this IServiceCollection services, Action<CampaignsOptions>? configure = null)
    {
        services.AddMarketplaceModule("campaigns", typeof(CampaignsModule).Assembly);
        services.AddScoped<CampaignLocks>();
        services.AddScoped<Budgets>();
        services.AddScoped<Progress>();
        services.TryAddEnumerable(ServiceDescriptor.Scoped<IOwnedAccounts, OwnedEscrows>());
        services.AddScoped<ParticipationEndings>();
        services.AddScoped<ParticipationOpening>();
        services.AddSingleton<ParticipationStarts>();
        services.AddOptions<CampaignsOptions>()
            .Configure(options => configure?.Invoke(options))
            .Validate(options => options.PlatformFee.IsValid, "Campaigns: PlatformFee must be between 0 and 100 %.")
            .Validate(
                options => options.MinimumReward.Value > 0 && options.MinimumReward <= options.MaximumReward,
                "Campaigns: MinimumReward must be positive and at most MaximumReward.")
            .Validate(
                options => options.ParticipationWindow > TimeSpan.Zero && options.ValidationWindow > TimeSpan.Zero,
                "Campaigns: ParticipationWindow and ValidationWindow must be positive.")
            .Validate(
                options => options.Retention >= options.ParticipationWindow + options.ValidationWindow + options.ClockTolerance + TimeSpan.FromDays(1),
                "Campaigns: Retention must be longer by a day than ParticipationWindow and ValidationWindow together.")
            .Validate(
                options => options is { MostOpenTasks: > 0, MostUnfinishedTasks: > 0 } && options.UnfinishedPause >= TimeSpan.Zero && options.ExhaustedNoticePause >= TimeSpan.Zero,
                "Campaigns: MostOpenTasks and MostUnfinishedTasks must be at least 1, UnfinishedPause and ExhaustedNoticePause not negative.")
            .ValidateOnStart();
        return services;
    }
}
