namespace Marketplace.Frontends.Sandbox;

/// <summary>What the sandbox hosts and how strict it is. Every value has a default that suits a demo on one machine.</summary>
public sealed class SandboxOptions
{
    /// <summary>TCP port on the loopback interface for <see cref="SandboxServer"/>; 0 takes any free one.</summary>
    public int Port { get; set; }

    /// <summary>Token of the hosted bot, <c>&lt;digits&gt;:&lt;35 characters of [A-Za-z0-9_-]&gt;</c>; the digits are the bot's user id.</summary>
    public string BotToken { get; set; } = "424242:SANDBOX-TOKEN-0123456789abcdefghijk";

    /// <summary>Username of the hosted bot, without the at sign.</summary>
    public string BotUsername { get; set; } = "marketplace_sandbox_bot";

    /// <summary>Display name of the hosted bot.</summary>
    public string BotName { get; set; } = "Marketplace";

    /// <summary>Directory that keeps people, chats, messages, pending updates and counters across restarts; null keeps them in memory.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>Refuse parameters that a method does not have. The real server ignores them, so this is off by default.</summary>
    public bool StrictParameters { get; set; }

    /// <summary>Accept <c>http://</c> webhooks on the loopback interface, as a self-hosted server with <c>--local</c> does.</summary>
    public bool AllowLoopbackWebhooks { get; set; } = true;

    /// <summary>Flood control; see https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.</summary>
    public SandboxFloodLimits FloodLimits { get; set; } = new();

    /// <summary>Source of time. The control API can move the sandbox's clock ahead of it.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Base address of a local chain whose panel the page shows; null shows "not connected".</summary>
    public Uri? ChainUrl { get; set; }

    /// <summary>Address that answers GET with the ledger's accounts, journal and invariants as JSON; null shows "not connected".</summary>
    public Uri? LedgerUrl { get; set; }

    /// <summary>Base address of the marketplace's own pages (<c>/health</c>, <c>/metrics</c>, <c>/solvency</c>), which the page links to; it says "starting" until they answer. Null shows no links.</summary>
    public Uri? HostUrl { get; set; }

    /// <summary>A person's own wallet on the chain: from the person's id to an address. Null where nobody has one.</summary>
    public Func<long, string>? WalletOf { get; set; }
}

/// <summary>The figures behind 429 answers. What a bot sends in reply to a person's own action is not counted, up to <see cref="ReactiveAnswers"/>.</summary>
public sealed class SandboxFloodLimits
{
    /// <summary>Whether the stand-in throttles at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Messages a second to one chat, after the burst.</summary>
    public int PerChatPerSecond { get; set; } = 1;

    /// <summary>Messages to one chat that may come at once.</summary>
    public int PerChatBurst { get; set; } = 5;

    /// <summary>Messages a second to all chats together.</summary>
    public int OverallPerSecond { get; set; } = 30;

    /// <summary>Uncounted answers that each action of a person (a message, a press) allows in that chat.</summary>
    public int ReactiveAnswers { get; set; } = 5;
}
