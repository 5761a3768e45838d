using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram.BotApi;

/// <summary>The Bot API over HTTPS, JSON both ways. It logs nothing: every address it asks contains the token.</summary>
internal sealed class HttpTelegramClient : ITelegramClient, IDisposable
{
    /// <summary>A hundred updates of the longest kind are a few megabytes; more is no answer of Telegram's.</summary>
    private const long LargestAnswer = 32 * 1024 * 1024;

    /// <summary>Past the poll's own timeout, for the way there and back.</summary>
    private static readonly TimeSpan PollGrace = TimeSpan.FromSeconds(10);

    private readonly HttpClient http;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;

    public HttpTelegramClient(IOptions<TelegramOptions> options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        this.time = time;
        timeout = options.Value.RequestTimeout;
        http = new HttpClient(handler ?? NewHandler())
        {
            BaseAddress = new Uri($"{options.Value.BaseUrl.TrimEnd('/')}/bot{options.Value.Token}/"),
            MaxResponseContentBufferSize = LargestAnswer,
            // Each call has a timeout of its own, by the injected clock.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Task<TelegramAnswer<User>> GetMeAsync(CancellationToken cancellationToken) =>
        CallAsync("getMe", null, WireJson.Default.User, timeout, cancellationToken);

    public Task<TelegramAnswer<JsonElement>> GetUpdatesAsync(GetUpdatesRequest request, CancellationToken cancellationToken) => CallAsync(
        "getUpdates", Body(request, WireJson.Default.GetUpdatesRequest), WireJson.Default.JsonElement, TimeSpan.FromSeconds(request.Timeout) + PollGrace, cancellationToken);

    public Task<TelegramAnswer<bool>> DeleteWebhookAsync(CancellationToken cancellationToken) =>
        CallAsync("deleteWebhook", null, WireJson.Default.Boolean, timeout, cancellationToken);

    public Task<TelegramAnswer<SentMessage>> SendMessageAsync(SendMessageRequest request, CancellationToken cancellationToken) =>
        CallAsync("sendMessage", Body(request, WireJson.Default.SendMessageRequest), WireJson.Default.SentMessage, timeout, cancellationToken);

    public Task<TelegramAnswer<SentMessage>> SendPhotoAsync(SendPhotoRequest request, CancellationToken cancellationToken) =>
        CallAsync("sendPhoto", Form(request), WireJson.Default.SentMessage, timeout, cancellationToken);

    public Task<TelegramAnswer<SentMessage>> EditMessageTextAsync(EditMessageTextRequest request, CancellationToken cancellationToken) =>
        CallAsync("editMessageText", Body(request, WireJson.Default.EditMessageTextRequest), WireJson.Default.SentMessage, timeout, cancellationToken);

    public Task<TelegramAnswer<SentMessage>> RemoveKeyboardAsync(MessageReference request, CancellationToken cancellationToken) =>
        CallAsync("editMessageReplyMarkup", Body(request, WireJson.Default.MessageReference), WireJson.Default.SentMessage, timeout, cancellationToken);

    public Task<TelegramAnswer<bool>> AnswerCallbackQueryAsync(AnswerCallbackQueryRequest request, CancellationToken cancellationToken) => CallAsync(
        "answerCallbackQuery", Body(request, WireJson.Default.AnswerCallbackQueryRequest), WireJson.Default.Boolean, timeout, cancellationToken);

    public Task<TelegramAnswer<Chat>> GetChatAsync(GetChatRequest request, CancellationToken cancellationToken) =>
        CallAsync("getChat", Body(request, WireJson.Default.GetChatRequest), WireJson.Default.Chat, timeout, cancellationToken);

    public Task<TelegramAnswer<IReadOnlyList<BotCommand>>> GetMyCommandsAsync(CommandsRequest request, CancellationToken cancellationToken) => CallAsync(
        "getMyCommands", Body(request with { Commands = null }, WireJson.Default.CommandsRequest), WireJson.Default.IReadOnlyListBotCommand, timeout, cancellationToken);

    public Task<TelegramAnswer<bool>> SetMyCommandsAsync(CommandsRequest request, CancellationToken cancellationToken) =>
        CallAsync("setMyCommands", Body(request, WireJson.Default.CommandsRequest), WireJson.Default.Boolean, timeout, cancellationToken);

    public void Dispose() => http.Dispose();

    private static SocketsHttpHandler NewHandler() => new()
    {
        // Connections are renewed, so that a change of Telegram's addresses is noticed; traces would carry the token in the address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
    };

    private static ByteArrayContent Body<T>(T request, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>A file travels as one part of a form, and everything else beside it.</summary>
    private static MultipartFormDataContent Form(SendPhotoRequest request)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(request.ChatId.ToString(CultureInfo.InvariantCulture)), "chat_id" },
            { new ReadOnlyMemoryContent(request.Png), "photo", request.FileName },
            { new StringContent(request.Caption), "caption" },
            { new StringContent(request.ParseMode), "parse_mode" },
        };
        if (request.ReplyMarkup is { } keyboard)
        {
            form.Add(new StringContent(JsonSerializer.Serialize(keyboard, WireJson.Default.InlineKeyboard)), "reply_markup");
        }

        return form;
    }

    private async Task<TelegramAnswer<T>> CallAsync<T>(
        string method, HttpContent? body, JsonTypeInfo<T> resultType, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, method) { Content = body };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            return Read((int)response.StatusCode, response.Headers.RetryAfter?.Delta, bytes, resultType);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Outage<T>($"{method} had no answer within {patience.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Outage<T>($"{method}: {exception.Message}");
        }
    }

    private static TelegramAnswer<T> Read<T>(int status, TimeSpan? retryAfter, byte[] bytes, JsonTypeInfo<T> resultType)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(bytes, WireJson.Default.Envelope);
            if (envelope is not { Ok: true })
            {
                var failure = FailureReading.Read(status, envelope);
                return new TelegramAnswer<T>(default, failure with { RetryAfter = failure.RetryAfter ?? retryAfter });
            }

            return envelope.Result.ValueKind is not JsonValueKind.Undefined && envelope.Result.Deserialize(resultType) is { } result
                ? new TelegramAnswer<T>(result, null)
                : Outage<T>("an answer without a result", status);
        }
        catch (JsonException)
        {
            // A gateway's HTML page, half an answer, a number where a text belongs: not Telegram speaking.
            return Outage<T>("an answer that is not the Bot API's", status, retryAfter);
        }
    }

    private static TelegramAnswer<T> Outage<T>(string what, int status = 0, TimeSpan? retryAfter = null) =>
        new(default, new TelegramFailure(TelegramFailureKind.Outage, status, what, retryAfter));
}
