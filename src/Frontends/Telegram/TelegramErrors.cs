using Marketplace.Kernel;

namespace Marketplace.Frontends.Telegram;

/// <summary>The refusals of a look-up; the codes are those of <see cref="IChatPlatform.ResolveBotAsync"/>.</summary>
internal static class TelegramErrors
{
    public static Error NotABotLink { get; } = new("chat.not_a_bot_link");

    public static Error BotNotFound { get; } = new("chat.bot_not_found");

    public static Error OurOwnBot { get; } = new("chat.our_own_bot");

    public static Error Unavailable { get; } = new("chat.platform_unavailable");
}
