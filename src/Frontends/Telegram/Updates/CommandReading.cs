using System.Text.RegularExpressions;

namespace Marketplace.Frontends.Telegram.Updates;

/// <summary>Tells a command from words that begin with a slash.</summary>
internal static partial class CommandReading
{
    /// <summary>Reads <c>/name</c>, <c>/name payload</c> and <c>/name@our_bot payload</c>.</summary>
    /// <returns>The command, or null where the text is none, or one for another bot.</returns>
    public static CommandEntered? Read(string text, string ourUsername)
    {
        var match = Shape().Match(text);
        if (!match.Success || (match.Groups["bot"] is { Success: true } bot && !bot.Value.Equals(ourUsername, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var payload = match.Groups["payload"].Value.Trim();
        return new CommandEntered(match.Groups["name"].Value.ToLowerInvariant(), payload.Length == 0 ? null : payload);
    }

    [GeneratedRegex(@"\A/(?<name>[A-Za-z0-9_]{1,32})(@(?<bot>[A-Za-z0-9_]{1,64}))?(?:\s(?<payload>.*))?\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
