namespace Marketplace.Frontends.Sandbox.Telegram.People;

/// <summary>The private chat between a person and a bot; to the bot its id is the person's.</summary>
internal sealed record Chat(long PersonId, long BotId)
{
    public bool Blocked { get; init; }

    /// <summary>The person cleared the chat's first screen by START or by writing; a bot may write only to such a chat.</summary>
    public bool Started { get; init; }

    public long ReadUpTo { get; init; }

    public static string KeyOf(long personId, long botId) => $"{personId}/{botId}";
}
