namespace Marketplace.Frontends;

/// <summary>How the chat engine behaves.</summary>
public sealed class ChatOptions
{
    /// <summary>How many chats are answered at the same moment. Default 64.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>How many updates are taken into memory at once; the rest wait in the database. Default 1,000.</summary>
    public int Window { get; set; } = 1_000;

    /// <summary>How many of them may belong to one chat, so that a flood from one person leaves room for the others. Default 20.</summary>
    public int WindowPerChat { get; set; } = 20;

    /// <summary>How often an update that fails is tried before it is parked. Default 6: over half a minute, so that a short outage parks nothing.</summary>
    public int MaximumAttempts { get; set; } = 6;

    /// <summary>The wait after the first failure; it doubles with each further one. Default 0.5 s.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait between two attempts. Default 1 minute.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the database is looked at when nothing woke the engine. Default 1 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a dialog waits for its next answer before it ends by itself. Default 1 day.</summary>
    public TimeSpan DialogLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long handled updates are remembered, so that a late repetition is recognised. Default 7 days; Telegram repeats for one.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long an update that could not be handled waits for an operator, with what the person wrote. Default 30 days.</summary>
    public TimeSpan ParkedRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often a notification that fails is tried before it is given up. Default 12.</summary>
    public int MaximumNotificationAttempts { get; set; } = 12;

    /// <summary>
    /// Where people reach this host's pages from outside, e.g. <c>https://market.example</c>; null where they do not. Only <c>/solvency</c> and what is below it
    /// needs to be reachable.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Where people reach a human, as they read it: <c>@market_support</c>, <c>help@market.example</c>. Null where the operator names nobody.</summary>
    public string? SupportContact { get; set; }

    /// <summary>What texts choose by where there is none.</summary>
    internal const string NoContact = "none";

    internal string SupportWords => string.IsNullOrWhiteSpace(SupportContact) ? NoContact : SupportContact.Trim();
}
