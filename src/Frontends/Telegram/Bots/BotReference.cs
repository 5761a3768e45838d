using System.Text.RegularExpressions;

namespace Marketplace.Frontends.Telegram.Bots;

/// <summary>What a person typed to name a bot.</summary>
internal static partial class BotReference
{
    /// <summary>
    /// Reads <c>t.me/name</c>, <c>https://t.me/name?start=x</c>, <c>https://name.t.me</c>, <c>tg://resolve?domain=name</c>, <c>@name</c> and <c>name</c>.
    /// </summary>
    /// <returns>The name as typed, or null where it can not be a bot's: those end in "bot" (core.telegram.org/bots/features#creating-a-new-bot).</returns>
    public static string? ReadUsername(string reference)
    {
        var match = Shape().Match(reference.Trim());
        return match.Success ? match.Groups["name"].Value : null;
    }

    [GeneratedRegex(
        @"\A(?:@|(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/|tg://resolve\?domain=)?(?<name>[a-z][a-z0-9_]{1,28}bot)(?:[/?&#][^\s]*)?\z"
        + @"|\A(?:https?://)?(?<name>[a-z][a-z0-9_]{1,28}bot)\.t\.me(?:[/?#][^\s]*)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
