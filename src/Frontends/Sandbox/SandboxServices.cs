using Marketplace.Frontends.Sandbox;
using Marketplace.Frontends.Sandbox.Panels;
using Marketplace.Frontends.Sandbox.Telegram;
using Marketplace.Frontends.Sandbox.Telegram.Actions;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.ControlApi;
using Marketplace.Frontends.Sandbox.Telegram.Faults;
using Marketplace.Frontends.Sandbox.Telegram.Files;
using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Updates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the sandbox into any ASP.NET application; <see cref="SandboxServer"/> does so in one of its own.</summary>
public static class SandboxServices
{
    /// <summary>Registers the Bot API stand-in, its people and bots, and the page.</summary>
    public static IServiceCollection AddMarketplaceSandbox(this IServiceCollection services, SandboxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(options);
        services.TryAddSingleton(new SandboxClock(options.TimeProvider));
        services.TryAddSingleton<LiveEvents>();
        services.TryAddSingleton<TelegramWorld>();
        services.TryAddSingleton<FloodGate>();
        services.TryAddSingleton<FaultSwitch>();
        services.TryAddSingleton<CallJournal>();
        services.TryAddSingleton<LongPolls>();
        services.TryAddSingleton<PersonActions>();
        services.TryAddSingleton<MediaActions>();
        services.TryAddSingleton<BotApiEndpoint>();
        services.TryAddSingleton<WebhookPost>();
        services.TryAddSingleton<PanelClient>();
        services.AddHostedService<WebhookSender>();
        foreach (var method in typeof(IBotApiMethod).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBotApiMethod))))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IBotApiMethod), method));
        }

        return services;
    }

    /// <summary>Registers the sandbox with options set in place.</summary>
    public static IServiceCollection AddMarketplaceSandbox(this IServiceCollection services, Action<SandboxOptions>? configure = null)
    {
        var options = new SandboxOptions();
        configure?.Invoke(options);
        return services.AddMarketplaceSandbox(options);
    }

    /// <summary>Maps <c>/bot&lt;token&gt;/&lt;method&gt;</c>, <c>/sandbox/api</c>, the panels and the page at <c>/</c>.</summary>
    public static IEndpointRouteBuilder MapMarketplaceSandbox(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Map("/bot{token}/{**path}", (HttpContext context, string token, string? path, BotApiEndpoint endpoint) => endpoint.HandleAsync(context, token, path ?? ""))
            .AddEndpointFilter(SameOrigin.RequireOwnNameAsync);
        app.Map("/file/bot{token}/{**path}", (HttpContext context, string token, string? path, BotApiEndpoint endpoint, TelegramWorld world) =>
            FileRoutes.WriteAsync(context, token, path ?? "", endpoint, world)).AddEndpointFilter(SameOrigin.RequireOwnNameAsync);
        ControlRoutes.Map(app);
        PanelRoutes.Map(app);
        PageRoutes.Map(app);
        return app;
    }
}
