using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Settings;

/// <summary>How the host looks after itself.</summary>
/// <param name="AuditInterval">The time between two checks of the books.</param>
/// <param name="LeastDiskSpace">In MB, where the database is a file: with less free the host is in trouble.</param>
internal sealed record HealthSettings(TimeSpan AuditInterval, long LeastDiskSpace = HealthSettings.DefaultSpace)
{
    private const long DefaultSpace = 100;
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(5);

    public static HealthSettings Read(IConfiguration configuration) => new(
        configuration["Health:AuditInterval"] switch
        {
            null or "" => DefaultInterval,
            var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero => interval,
            var text => throw Refused($"Health__AuditInterval '{text}' is not a time; for example: 00:05:00"),
        },
        configuration["Health:LeastDiskSpace"] switch
        {
            null or "" => DefaultSpace,
            var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var space) => space,
            var text => throw Refused($"Health__LeastDiskSpace '{text}' is not a number of MB; for example: 100"),
        });

    private static StartRefusedException Refused(string sentence) => new(StartRefusedException.Configuration, sentence);
}
