using System.Net;

namespace Marketplace.Frontends.Telegram.BotApi;

/// <summary>A page of whatever stands before Telegram, which asks for patience in a header that the library does not read.</summary>
internal sealed class GatewayException(HttpStatusCode status, TimeSpan retryAfter)
    : HttpRequestException($"a gateway's page ({(int)status})", inner: null, status)
{
    public TimeSpan RetryAfter => retryAfter;
}

/// <summary>Keeps the <c>Retry-After</c> of an answer that is not the Bot API's own; what Telegram itself says is in its body.</summary>
internal sealed class GatewayPatience(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode
            && response.Headers.RetryAfter?.Delta is { } wait
            && response.Content.Headers.ContentType?.MediaType is not "application/json")
        {
            var status = response.StatusCode;
            response.Dispose();
            throw new GatewayException(status, wait);
        }

        return response;
    }
}
