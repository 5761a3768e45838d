using System.Text.Json;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Requests.Abstractions;

namespace Marketplace.Frontends.Telegram.BotApi;

/// <summary>
/// Telegram.Bot's client, with answers as values: nothing that Telegram or the network does throws, only the caller's own cancellation.
/// </summary>
internal sealed class TelegramApi(ITelegramBotClient client, IOptions<TelegramOptions> options, TimeProvider time)
{
    private readonly TimeSpan patience = options.Value.RequestTimeout;

    /// <summary>The bot's numeric id, which its token begins with.</summary>
    public long BotId => client.BotId;

    /// <param name="request">One of Telegram.Bot's requests, or of ours.</param>
    /// <param name="cancellationToken">Ends the attempt; the only thing that throws.</param>
    public Task<TelegramAnswer<T>> CallAsync<T>(IRequest<T> request, CancellationToken cancellationToken) =>
        CallAsync(request, patience, cancellationToken);

    /// <summary>The same with another patience: a long poll's.</summary>
    public async Task<TelegramAnswer<T>> CallAsync<T>(IRequest<T> request, TimeSpan atMost, CancellationToken cancellationToken)
    {
        // The library has one timeout for all calls, fixed by the first one; each of ours has its own, by the injected clock.
        using var late = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await client.SendRequest(request, either.Token) is { } result
                ? new TelegramAnswer<T>(result, null)
                : Outage<T>("an answer without a result");
        }
        catch (ApiRequestException refusal)
        {
            return new TelegramAnswer<T>(default, FailureReading.Read(refusal));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Outage<T>($"{request.MethodName} had no answer within {atMost.TotalSeconds:0} s");
        }
        catch (RequestException exception)
        {
            // A line that breaks while the caller gives up is the caller's cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            // A gateway's HTML page, half an answer, a number where a text belongs, a broken line: not Telegram speaking.
            return Outage<T>($"{request.MethodName}: {exception.Message}", (int?)exception.HttpStatusCode ?? 0, (exception.InnerException as GatewayException)?.RetryAfter);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Outage<T>($"{request.MethodName}: {exception.Message}");
        }
    }

    private static TelegramAnswer<T> Outage<T>(string what, int status = 0, TimeSpan? retryAfter = null) =>
        new(default, new TelegramFailure(TelegramFailureKind.Outage, status, what, retryAfter));
}
