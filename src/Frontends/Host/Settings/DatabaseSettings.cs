using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Settings;

/// <summary>Which database.</summary>
internal static class DatabaseSettings
{
    public static void Apply(IServiceCollection services, IConfiguration configuration)
    {
        var provider = configuration["Database:Provider"];
        var connectionString = configuration["Database:ConnectionString"];
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw Refused("Database__ConnectionString is not set; for example: Data Source=marketplace.db");
        }

        try
        {
            switch (provider?.ToLowerInvariant())
            {
                case "sqlite":
                    services.AddMarketplaceSqlite(connectionString);
                    break;
                case "postgresql":
                    services.AddMarketplacePostgreSql(connectionString);
                    break;
                default:
                    throw Refused($"Database__Provider '{provider}' is unknown; it is sqlite or postgresql.");
            }
        }
        catch (ArgumentException exception)
        {
            // Its message names the wrong word, and may name it together with what follows: a password.
            throw new StartRefusedException(
                StartRefusedException.Configuration, $"Database__ConnectionString is not understood by the provider {provider}.", exception);
        }
    }

    private static StartRefusedException Refused(string sentence) => new(StartRefusedException.Configuration, sentence);
}
