using Marketplace.Accounts;
using Marketplace.Frontends.Telegram;
using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Frontends.Telegram.Commands;
using Marketplace.Frontends.Telegram.Polling;
using Marketplace.Frontends.Telegram.Sending;
using Marketplace.Frontends.Telegram.Updates;
using Marketplace.Persistence.Outbox;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Telegram.Bot;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How the Telegram frontend is installed.</summary>
public static class TelegramFrontend
{
    /// <summary>Puts the marketplace into a Telegram bot's private chats, by long polling.</summary>
    /// <param name="services">The container; the chat engine is installed with it.</param>
    /// <param name="configure">The bot's token at least.</param>
    public static IServiceCollection AddTelegramFrontend(this IServiceCollection services, Action<TelegramOptions> configure) =>
        services.AddTelegramFrontend(options => BotClients.New(options), configure);

    /// <summary>Puts the marketplace into the private chats of a bot whose client exists already; no token is needed.</summary>
    /// <param name="services">The container; the chat engine is installed with it.</param>
    /// <param name="client">
    /// The bot's client. It should not wait by itself (<c>RetryCount</c> and <c>RetryThreshold</c> 0): the frontend knows which message may wait, and for how
    /// long. Only the marketplace may poll with it.
    /// </param>
    /// <param name="configure">Everything but the token and the address.</param>
    public static IServiceCollection AddTelegramFrontend(this IServiceCollection services, ITelegramBotClient client, Action<TelegramOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        BotClients.ReadDeeply();
        return services.AddTelegramFrontend(_ => client, options =>
        {
            options.HasOwnClient = true;
            configure?.Invoke(options);
        });
    }

    private static IServiceCollection AddTelegramFrontend(
        this IServiceCollection services, Func<TelegramOptions, ITelegramBotClient> client, Action<TelegramOptions> configure)
    {
        if (services.Any(service => service.ServiceType == typeof(TelegramPlatform)))
        {
            throw new InvalidOperationException("The Telegram frontend is installed already: one host runs one bot.");
        }

        services.AddOptions<TelegramOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TelegramOptions>, TelegramOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        // Not the container's ITelegramBotClient: that may be another bot of the embedder's.
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<TelegramOptions>>();
            return new TelegramApi(client(options.Value), options, provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton<OurBot>();
        services.TryAddSingleton<UpdateReader>();
        services.TryAddSingleton<PollingWatch>();
        services.TryAddSingleton<BulkLane>();
        services.TryAddSingleton<TelegramConnection>();
        services.TryAddSingleton<ITelegramConnection>(provider => provider.GetRequiredService<TelegramConnection>());
        services.AddChatPlatform<TelegramPlatform>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TelegramConnection>(provider => provider.GetRequiredService<TelegramConnection>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UpdatePoller>());
        services.TryAddSingleton<OperatorArrivals>();
        services.TryAddEnumerable(ServiceDescriptor.Scoped<IIntegrationEventHandler<AccountRegistered>, OperatorArrived>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CommandMenuSync>());
        return services;
    }
}
