using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Settings;

/// <summary>The settings as the host itself will read them, where there is no host yet.</summary>
internal static class HostSettings
{
    public static IConfiguration Read(string[] args) => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddCommandLine(args)
        .Build();
}
