namespace Marketplace.Frontends.Sandbox.Telegram.Bots;

/// <summary>Something that a bot says about itself: its name in a language, a chat's menu button, default rights…</summary>
internal sealed record BotSetting(long BotId, string Name, string Value)
{
    public static string KeyOf(long botId, string name) => $"{botId}|{name}";
}
