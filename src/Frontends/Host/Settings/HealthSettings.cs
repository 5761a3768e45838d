using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Settings;

/// <summary>How the host looks after itself.</summary>
/// <param name="AuditInterval">The time between two checks of the books.</param>
internal sealed record HealthSettings(TimeSpan AuditInterval)
{
    private static readonly TimeSpan Default = TimeSpan.FromMinutes(5);

    public static HealthSettings Read(IConfiguration configuration) => configuration["Health:AuditInterval"] switch
    {
        null or "" => new HealthSettings(Default),
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero => new HealthSettings(interval),
        var text => throw new StartRefusedException(StartRefusedException.Configuration, $"Health__AuditInterval '{text}' is not a time; for example: 00:05:00"),
    };
}
