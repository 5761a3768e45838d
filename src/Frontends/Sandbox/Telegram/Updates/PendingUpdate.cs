namespace Marketplace.Frontends.Sandbox.Telegram.Updates;

/// <summary>An update that its bot has not confirmed. <see cref="Queue"/> names the order it belongs to: a chat, or a person's callbacks.</summary>
internal sealed record PendingUpdate(long BotId, long UpdateId, string Queue, string Json, DateTimeOffset ExpiresAt)
{
    public static string KeyOf(long botId, long updateId) => $"{botId}/{updateId}";
}

/// <summary>A press of a button that waits for <c>answerCallbackQuery</c>.</summary>
internal sealed record Callback(string Id, long BotId, long PersonId, long MessageId, long Version, DateTimeOffset PressedAt)
{
    public bool Answered { get; init; }

    public string? Text { get; init; }

    public bool ShowAlert { get; init; }

    public string? Url { get; init; }
}
