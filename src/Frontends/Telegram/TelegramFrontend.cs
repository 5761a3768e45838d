using Marketplace.Frontends.Telegram;
using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Frontends.Telegram.Commands;
using Marketplace.Frontends.Telegram.Polling;
using Marketplace.Frontends.Telegram.Sending;
using Marketplace.Frontends.Telegram.Updates;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How the Telegram frontend is installed.</summary>
public static class TelegramFrontend
{
    /// <summary>Puts the marketplace into a Telegram bot's private chats, by long polling.</summary>
    /// <param name="services">The container; the chat engine is installed with it.</param>
    /// <param name="configure">The bot's token at least.</param>
    public static IServiceCollection AddTelegramFrontend(this IServiceCollection services, Action<TelegramOptions> configure)
    {
        if (services.Any(service => service.ServiceType == typeof(TelegramPlatform)))
        {
            throw new InvalidOperationException("The Telegram frontend is installed already: one host runs one bot.");
        }

        services.AddOptions<TelegramOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TelegramOptions>, TelegramOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITelegramClient>(provider => new HttpTelegramClient(
            provider.GetRequiredService<IOptions<TelegramOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<OurBot>();
        services.TryAddSingleton<UpdateReader>();
        services.TryAddSingleton<BulkLane>();
        services.TryAddSingleton<TelegramConnection>();
        services.TryAddSingleton<ITelegramConnection>(provider => provider.GetRequiredService<TelegramConnection>());
        services.AddChatPlatform<TelegramPlatform>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TelegramConnection>(provider => provider.GetRequiredService<TelegramConnection>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UpdatePoller>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CommandMenuSync>());
        return services;
    }
}
