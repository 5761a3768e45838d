namespace Marketplace.Frontends.Sandbox.Telegram.Bots;

/// <summary>How a bot is brought to life: by a program at the other end of the Bot API, or by the stand-in itself.</summary>
internal enum BotLife
{
    Hosted,
    Greeter,
    Silent,
    Protected,
}

internal sealed record Bot(long Id, string Username, string FirstName, string Token, BotLife Life, string About);

/// <summary>One list of commands, as set for a scope and a language ("" is every language).</summary>
internal sealed record CommandList(long BotId, string Scope, string LanguageCode, IReadOnlyList<BotCommand> Commands)
{
    public static string KeyOf(long botId, string scope, string languageCode) => $"{botId}|{scope}|{languageCode}";
}

internal sealed record BotCommand(string Command, string Description);

/// <summary>Where a bot's updates go, and which kinds.</summary>
internal sealed record Delivery(long BotId)
{
    /// <summary>Null: the kinds that are on by default.</summary>
    public IReadOnlyList<string>? AllowedUpdates { get; init; }

    public Updates.Webhook? Webhook { get; init; }
}
