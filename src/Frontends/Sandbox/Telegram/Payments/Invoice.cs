namespace Marketplace.Frontends.Sandbox.Telegram.Payments;

/// <summary>
/// What a bot asks to be paid for, in a message or behind a link; <see cref="Slug"/> is the end of the link. The total is in the smallest unit of the currency: cents, or
/// whole Stars.
/// </summary>
internal sealed record Invoice(string Slug, long BotId, string Title, string Description, string Payload, string Currency, long Total, bool IsFlexible)
{
    public const string Stars = "XTR";

    public string Link => "https://t.me/$" + Slug;
}

/// <summary>A person is paying: the bot must agree within ten seconds.</summary>
internal sealed record Checkout(string Id, long BotId, long PersonId, string Slug, DateTimeOffset AskedAt, long Version)
{
    /// <summary>The bot is asked for shipping options first.</summary>
    public bool Shipping { get; init; }

    public string? ShippingOption { get; init; }

    /// <summary>With shipping.</summary>
    public long Total { get; init; }

    public bool Answered { get; init; }

    public string? Error { get; init; }

    /// <summary>The checkout that follows an answered shipping query.</summary>
    public string? Next { get; init; }

    public string? ChargeId { get; init; }
}

/// <summary>One line of the bot's Stars; what it earned is positive. The partner is a TransactionPartner, as JSON.</summary>
internal sealed record StarLine(string Id, long BotId, long Amount, long Date, string Partner)
{
    public bool Refunded { get; init; }

    /// <summary>Who paid, where somebody did.</summary>
    public long PersonId { get; init; }

    public string? Payload { get; init; }
}
