using System.Text.Json;
using Telegram.Bot.Requests;
using Telegram.Bot.Requests.Abstractions;

namespace Marketplace.Frontends.Telegram.BotApi;

/// <summary>
/// Updates as they came. The library's own reader fails the whole batch, at every attempt, for one kind of origin, reaction or member that is
/// newer than the package, or one message id above 32 bits; ours are stored as Telegram wrote them, and understood later, one by one.
/// </summary>
internal sealed class RawUpdatesRequest() : RequestBase<JsonElement>("getUpdates")
{
    public long? Offset { get; init; }

    public required int Limit { get; init; }

    /// <summary>Seconds.</summary>
    public required int Timeout { get; init; }

    public required IReadOnlyList<string> AllowedUpdates { get; init; }
}

/// <summary>
/// A request of the library's whose answer is read into a type of ours, of the few fields that matter: what else a message or a chat may contain
/// by then must not turn a delivered message into one that is sent again.
/// </summary>
internal sealed class Reading<T>(IRequest request) : IRequest<T>
{
    public HttpMethod HttpMethod => request.HttpMethod;

    public string MethodName => request.MethodName;

    public bool IsWebhookResponse
    {
        get => request.IsWebhookResponse;
        set => request.IsWebhookResponse = value;
    }

    public HttpContent? ToHttpContent() => request.ToHttpContent();
}
