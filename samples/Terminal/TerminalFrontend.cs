using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Samples.Terminal;

/// <summary>All that a new chat platform takes: the port and a source of updates.</summary>
internal static class TerminalFrontend
{
    public static IServiceCollection AddTerminalFrontend(this IServiceCollection services) => services
        .AddChatPlatform<TerminalPlatform>()
        .AddHostedService<KeyboardSource>();
}
