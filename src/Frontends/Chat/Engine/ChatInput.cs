using Marketplace.Accounts;
using Marketplace.Campaigns;

namespace Marketplace.Frontends;

/// <summary>Something a person did in a chat.</summary>
/// <param name="From">Who.</param>
/// <param name="ChatId">Where: the platform's chat.</param>
/// <param name="Key">Unique for this act on this platform, and the same when it is delivered again: what it triggers takes effect once.</param>
/// <param name="Content">What.</param>
/// <param name="LanguageCode">The language of his client, or null.</param>
public sealed record ChatInput(Identity From, string ChatId, string Key, ChatContent Content, string? LanguageCode)
{
    /// <summary>What the platform calls them in public, without <c>@</c>; null where they have no such name. It can be given up and taken by another: it identifies nobody.</summary>
    public string? Username { get; init; }
}

/// <summary>What somebody did.</summary>
public abstract record ChatContent;

/// <summary>A command such as <c>/start</c>.</summary>
/// <param name="Name">Lower case, without the slash and without <c>@our_bot</c>.</param>
/// <param name="Payload">What followed, trimmed, or null.</param>
public sealed record CommandEntered(string Name, string? Payload) : ChatContent;

/// <summary>Words.</summary>
/// <param name="Text">As written.</param>
public sealed record TextEntered(string Text) : ChatContent;

/// <summary>A button under one of our messages.</summary>
/// <param name="Data">What the button carried.</param>
/// <param name="MessageId">The message it hangs under; null where the platform no longer shows it.</param>
/// <param name="AcknowledgementId">What <see cref="IChatPlatform.AcknowledgeAsync"/> answers to.</param>
public sealed record ButtonPressed(string Data, string? MessageId, string AcknowledgementId) : ChatContent;

/// <summary>A message that came from elsewhere.</summary>
/// <param name="Evidence">Where from, in neutral terms.</param>
/// <param name="OriginUsername">The origin's name where it has one: for a campaign's dialog, which may be given a bot that way.</param>
public sealed record MessageForwarded(ForwardEvidence Evidence, string? OriginUsername) : ChatContent;

/// <summary>The person blocked our bot (false) or took the block back (true).</summary>
/// <param name="Reachable">True where messages arrive again.</param>
public sealed record ReachabilityChanged(bool Reachable) : ChatContent;

/// <summary>A photo, a sticker, a poll: something this marketplace has no use for.</summary>
/// <param name="Kind">The platform's word for it.</param>
public sealed record OtherContent(string Kind) : ChatContent;
