using Marketplace.Kernel;

namespace Marketplace.Frontends;

/// <summary>The refusals that belong to chatting itself.</summary>
public static class ChatErrors
{
    /// <summary>What was typed names no bot of this platform.</summary>
    public static Error NotABotLink { get; } = new("chat.not_a_bot_link");

    /// <summary>There is no bot of that name, or it is a person or a group.</summary>
    public static Error BotNotFound { get; } = new("chat.bot_not_found");

    /// <summary>Our own bot: it can not promote itself.</summary>
    public static Error OurOwnBot { get; } = new("chat.our_own_bot");

    /// <summary>The platform could not be asked just now: the same again in a moment.</summary>
    public static Error PlatformUnavailable { get; } = new("chat.platform_unavailable");

    /// <summary>A command that nobody knows, or that is not for this person; argument <c>command</c>.</summary>
    public static Error UnknownCommand { get; } = new("chat.unknown_command");
}
