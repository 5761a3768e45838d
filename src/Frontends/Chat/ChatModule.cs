using Marketplace.Frontends;
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
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }

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
