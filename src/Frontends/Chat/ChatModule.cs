using System.Reflection;
using Marketplace.Frontends;
using Marketplace.Frontends.Engine;
using Marketplace.Frontends.Inbox;
using Marketplace.Frontends.Notifications;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How the chat engine and the platforms on it are installed.</summary>
public static class ChatModule
{
    /// <summary>Installs the engine: the inbox, the dialogs, the notifications and the screens of whichever modules are installed.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Changes the defaults.</param>
    public static IServiceCollection AddMarketplaceChat(this IServiceCollection services, Action<ChatOptions>? configure = null)
    {
        services.AddMarketplaceModule("chat", typeof(ChatModule).Assembly);
        var options = services.AddOptions<ChatOptions>()
            .Validate(options => options is { Concurrency: > 0, Window: > 0, WindowPerChat: > 0, MaximumAttempts: > 0 }, "Chat: Concurrency, Window, WindowPerChat and MaximumAttempts must be at least 1.")
            .Validate(options => options.Retention > TimeSpan.Zero && options.ParkedRetention >= options.Retention, "Chat: Retention must be positive, ParkedRetention at least as long.")
            .Validate(
                options => options.PublicUrl is null or { IsAbsoluteUri: true, Scheme: "https" or "http" },
                "Chat: PublicUrl must be an address such as https://market.example.")
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.Any(service => service.ServiceType == typeof(TextCatalogue)))
        {
            return services;
        }

        services.AddSingleton<TextCatalogue>();
        services.AddSingleton<ContributionCatalogue>();
        services.AddSingleton<IChatCommandCatalogue>(provider => provider.GetRequiredService<ContributionCatalogue>());
        services.AddSingleton<ButtonSeals>();
        services.AddSingleton<TurnRunner>();
        services.AddSingleton<Completions>();
        services.AddSingleton<UpdateProcessor>();
        services.AddScoped<Notifier>();
        services.TryAddSingleton<IChatInbox, ChatInbox>();
        // The one instance that the background host runs, once more for its graceful stop.
        services.AddHostedService(provider => provider.GetServices<IBackgroundWork>().OfType<ChatDispatcher>().Single());
        return services.AddChatScreens(typeof(ChatModule).Assembly);
    }

    /// <summary>
    /// Adds the screens, commands, dialogs and texts of an assembly: of a module that brings its own. Each is active where its module is installed.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="assembly">Where they are found.</param>
    public static IServiceCollection AddChatScreens(this IServiceCollection services, Assembly assembly) => services
        .AddSingleton(new ChatContributor(assembly))
        .Scan(scan => scan
            .FromAssemblies(assembly)
            .AddClasses(classes => classes.AssignableTo<IChatContribution>(), publicOnly: false)
            .AsImplementedInterfaces()
            .WithSingletonLifetime());

    /// <summary>Adds a platform to the engine, which is installed with it: its updates are dispatched and its notifications sent.</summary>
    /// <typeparam name="TPlatform">The platform; a singleton, also available under its own type.</typeparam>
    /// <param name="services">The container.</param>
    public static IServiceCollection AddChatPlatform<TPlatform>(this IServiceCollection services)
        where TPlatform : class, IChatPlatform
    {
        services.AddMarketplaceChat();
        services.TryAddSingleton<TPlatform>();
        services.AddSingleton<IChatPlatform>(provider => provider.GetRequiredService<TPlatform>());
        return services;
    }
}
