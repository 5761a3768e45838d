using System.Globalization;

namespace Marketplace.Frontends.Sandbox.Telegram.Bots;

/// <summary>The marketplace's own bot and the bots that campaigns promote.</summary>
internal static class HostedBots
{
    public static IEnumerable<Bot> From(SandboxOptions options) =>
    [
        new(IdOf(options.BotToken), options.BotUsername, options.BotName, options.BotToken, BotLife.Hosted, "Try bots and earn TRX, or advertise your own"),
        new(610_000_001, "weather_whale_bot", "Weather Whale", Token(610_000_001), BotLife.Greeter, "A fresh forecast for every /start"),
        new(610_000_002, "quiet_quokka_bot", "Quiet Quokka", Token(610_000_002), BotLife.Silent, "Listens and never says a word"),
        new(610_000_003, "vault_viper_bot", "Vault Viper", Token(610_000_003), BotLife.Protected, "Its messages can’t be forwarded"),
    ];

    public static long IdOf(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && long.TryParse(token.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 && token.Length > colon + 1
            ? id
            : throw new ArgumentException("The sandbox's bot token must look like <digits>:<secret>.", nameof(token));
    }

    private static string Token(long id) => $"{id}:PROMOTED-BOT-0123456789abcdefghijkl";
}
