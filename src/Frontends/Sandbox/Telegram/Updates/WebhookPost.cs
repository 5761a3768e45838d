using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Telegram.Updates;

/// <summary>What a webhook answered to one update: how long to wait after a failure, and the method it calls in a good answer.</summary>
internal sealed record WebhookAnswer(string? Error, TimeSpan? RetryAfter, JsonElement? Call);

/// <summary>One delivery, with the secret in <c>X-Telegram-Bot-Api-Secret-Token</c>. A redirect is a failure like any other status outside 200–299.</summary>
internal sealed class WebhookPost : IDisposable
{
    private const int LongestRetryAfter = 3_600;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

    public async Task<WebhookAnswer> SendAsync(Webhook webhook, string json, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
            if (webhook.SecretToken is { } secret)
            {
                request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
            }

            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? new WebhookAnswer(null, null, await CallInAsync(response, cancellationToken).ConfigureAwait(false))
                : new WebhookAnswer($"Wrong response from the webhook: {(int)response.StatusCode} {Reason(response)}", RetryAfterOf(response), null);
        }
        catch (HttpRequestException refused)
        {
            return new WebhookAnswer(refused.HttpRequestError == HttpRequestError.ConnectionError ? "Connection refused" : "Connection reset by peer", null, null);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer("Read timeout expired", null, null);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Reason(HttpResponseMessage response) =>
        response.ReasonPhrase is { Length: > 0 } phrase ? phrase : ((HttpStatusCode)response.StatusCode).ToString();

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Retry-After", out var values) && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestRetryAfter))
            : null;

    private static async Task<JsonElement?> CallInAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
