using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.Text;

/// <summary>A moment that each client shows in its own zone: https://core.telegram.org/bots/api#date-time-entity-formatting.</summary>
internal static partial class DateTimes
{
    /// <summary>The entity, or null where the moment is none or its format is not one of the documented.</summary>
    public static MessageEntity? Entity(MessageEntity span, string? unix, string? format) =>
        long.TryParse(unix, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= int.MaxValue && Format().IsMatch(format ?? "")
            ? span with { Type = "date_time", UnixTime = seconds, DateTimeFormat = format is { Length: > 0 } ? format : null }
            : null;

    [GeneratedRegex(@"\A(?:r|w?[dD]?[tT]?)\z")]
    private static partial Regex Format();
}
