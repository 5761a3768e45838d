using System.Text.Json.Nodes;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.ControlApi;

internal sealed record AddPerson(string? FirstName, string? LastName, string? Username, string? LanguageCode, string? Role);

internal sealed record WriteText(string? Text, long? ReplyTo);

internal sealed record StartBot(string? Payload);

internal sealed record OpenLink(string? Url);

/// <summary>Which button: by row and column (from 0), by its callback data, or by its text.</summary>
internal sealed record PressButton(long MessageId, int? Row, int? Col, string? Data, string? Text);

internal sealed record ForwardTo(long? MessageId, IReadOnlyList<long>? MessageIds, string? To);

internal sealed record ForwardFromElsewhere(string? Text, ForwardOrigin? Origin);

internal sealed record EditText(long MessageId, string? Text);

internal sealed record OneMessage(long MessageId);

internal sealed record InjectUpdate(JsonObject? Update);

internal sealed record AdvanceClock(decimal Seconds);


internal sealed record Nothing;
