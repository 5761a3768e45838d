namespace Marketplace.Frontends.Telegram;

/// <summary>How the bot reaches Telegram.</summary>
public sealed class TelegramOptions
{
    /// <summary>What BotFather gave: <c>{bot id}:{secret}</c>. Whoever has it is the bot; it is never logged.</summary>
    public string Token { get; set; } = string.Empty;

    /// <summary>Where the Bot API answers: Telegram's own servers, a server of one's own, or the sandbox. Default <c>https://api.telegram.org</c>.</summary>
    public string BaseUrl { get; set; } = "https://api.telegram.org";

    /// <summary>How long one getUpdates waits for something to happen: 0 to 50 s, the server's own maximum. Default 50 s.</summary>
    public TimeSpan PollTimeout { get; set; } = TimeSpan.FromSeconds(50);

    /// <summary>How long any other request may take. Default 10 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// One host polls at a time; this long after it died without a word, another takes over. Default 15 s.
    /// </summary>
    public TimeSpan PollLease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Bulk messages a second to all people together. Default 30: the Bot FAQ's figure. Answers to people do not count.</summary>
    public int BulkPerSecond { get; set; } = 30;

    /// <summary>The least time between two bulk messages to one chat. Default 1 s: the Bot FAQ's figure.</summary>
    public TimeSpan BulkPauseInChat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>An embedder's client knows its own token and address.</summary>
    internal bool HasOwnClient { get; set; }
}
