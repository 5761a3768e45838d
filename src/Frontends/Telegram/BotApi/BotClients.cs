using Telegram.Bot;

namespace Marketplace.Frontends.Telegram.BotApi;

/// <summary>Makes the library's client in our manner. Nothing here logs: every address that is asked contains the token.</summary>
internal static class BotClients
{
    /// <summary>A hundred updates of the longest kind are a few megabytes; more is no answer of Telegram's.</summary>
    private const long LargestAnswer = 32 * 1024 * 1024;

    /// <summary>Deeper than anything that Telegram nests; the default of 64 would fail a whole batch for one update.</summary>
    private const int DeepestAnswer = 256;

    public static ITelegramBotClient New(TelegramOptions options, HttpMessageHandler? handler = null)
    {
        ReadDeeply();
        var http = new HttpClient(new BelowPath(options.BaseUrl, new GatewayPatience(handler ?? NewHandler())))
        {
            MaxResponseContentBufferSize = LargestAnswer,
            // TelegramApi has a patience for each call.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        // A 429 concerns one chat or the bulk lane, which know what to do; the library would sleep inside the call.
        return new TelegramBotClient(new TelegramBotClientOptions(options.Token, options.BaseUrl.TrimEnd('/')) { RetryCount = 0, RetryThreshold = 0 }, http);
    }

    /// <summary>The library has one set of options for the process, fixed by the first call: an embedder's client that was used before keeps its depth.</summary>
    public static void ReadDeeply()
    {
        if (!JsonBotAPI.Options.IsReadOnly)
        {
            JsonBotAPI.Options.MaxDepth = DeepestAnswer;
        }
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        // Connections are renewed, so that a change of Telegram's addresses is noticed; traces would carry the token in the address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
    };
}

/// <summary>A server of one's own may be found below a path; the library keeps an address's scheme, host and port alone.</summary>
internal sealed class BelowPath(string baseUrl, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly string path = new Uri(baseUrl).AbsolutePath.TrimEnd('/');

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (path.Length > 0 && request.RequestUri is { } asked)
        {
            request.RequestUri = new Uri(asked.GetLeftPart(UriPartial.Authority) + path + asked.PathAndQuery);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
