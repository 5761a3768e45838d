using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Tron;

/// <summary>One HTTP exchange with one endpoint: everything that can go wrong becomes a value.</summary>
internal sealed class NodeTransport(HttpClient http, TronNodeOptions options, TimeProvider time)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    internal async Task<TronResult<T>> PostAsync<T>(
        NodeEndpoint endpoint, TronView view, string method, byte[] body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        await endpoint.WaitTurnAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = CreateRequest(endpoint, view, method, body);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return FromStatus(response.StatusCode);
            }

            return await ReadAsync(response.Content, type, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TronError(TronErrorCodes.Timeout, $"No answer within {options.Timeout.TotalSeconds:0.#} s.");
        }
        catch (HttpRequestException exception)
        {
            return new TronError(
                exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                    ? TronErrorCodes.Unreachable
                    : TronErrorCodes.ServerError,
                $"{exception.HttpRequestError}");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            // The second is what a compressed answer throws that is cut or damaged.
            return new TronError(TronErrorCodes.BadResponse, "The connection broke within the answer.");
        }
    }

    private static HttpRequestMessage CreateRequest(NodeEndpoint endpoint, TronView view, string method, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Resolve(view, method)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        if (endpoint.Settings.ApiKey is { Length: > 0 } key)
        {
            request.Headers.TryAddWithoutValidation(endpoint.Settings.ApiKeyHeader, key);
        }

        return request;
    }

    private static TronError FromStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => new TronError(TronErrorCodes.RateLimited, $"HTTP {(int)status}."),
        // The node takes 4 MiB: no other node will take more.
        HttpStatusCode.RequestEntityTooLarge => new TronError(TronErrorCodes.NodeError, "HTTP 413: the request is too large."),
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => new TronError(TronErrorCodes.NotServed, $"HTTP {(int)status}."),
        _ => new TronError(TronErrorCodes.ServerError, $"HTTP {(int)status}."),
    };

    private async Task<TronResult<T>> ReadAsync<T>(HttpContent content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var announced = content.Headers.ContentLength;
        if (announced > options.MaxResponseBytes)
        {
            return TooLarge();
        }

        // Rented: a block is half a megabyte, and a scanner reads one every second or two for ever. Nothing parsed refers to it.
        var buffer = ArrayPool<byte>.Shared.Rent((int)(announced ?? 16 * 1024) + 1);
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                for (var count = 0; ;)
                {
                    var read = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
                    count += read;
                    if (read == 0)
                    {
                        return Parse(buffer.AsSpan(0, count), type);
                    }

                    if (count > options.MaxResponseBytes)
                    {
                        return TooLarge();
                    }

                    if (count == buffer.Length)
                    {
                        Grow(ref buffer);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private TronError TooLarge() => new(TronErrorCodes.ResponseTooLarge, $"More than {options.MaxResponseBytes} bytes.");

    private static TronResult<T> Parse<T>(ReadOnlySpan<byte> content, JsonTypeInfo<T> type)
        where T : class
    {
        var start = content.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty || (start[0] != '{' && start[0] != '['))
        {
            // A lite node answers a closed API with a bare sentence: "this API is closed because this node is a lite fullnode".
            return start.IndexOf("lite fullnode"u8) >= 0
                ? new TronError(TronErrorCodes.NotServed, "A lite node, which does not serve this.")
                : new TronError(TronErrorCodes.BadResponse, "Not JSON.");
        }

        try
        {
            // A list's place may be taken by an error, or by {} for "nothing there".
            if (type.Kind == JsonTypeInfoKind.Enumerable && start[0] == '{')
            {
                var message = JsonSerializer.Deserialize(content, WireJson.Default.WireMessage);
                return message?.Error is { } refusal ? FromError(refusal) : new TronError(TronErrorCodes.NotFound, "The node answered {}.");
            }

            var parsed = JsonSerializer.Deserialize(content, type);
            return parsed switch
            {
                null => new TronError(TronErrorCodes.BadResponse, "The answer is null."),
                WireMessage { Error: { } error } => FromError(error),
                _ => parsed,
            };
        }
        catch (JsonException exception)
        {
            return new TronError(TronErrorCodes.BadResponse, $"Cut or malformed JSON at byte {exception.BytePositionInLine}.");
        }
    }

    private static TronError FromError(string error) =>
        error.Contains("lack of computing resources", StringComparison.Ordinal)
            ? new TronError(TronErrorCodes.RateLimited, error)
            : new TronError(TronErrorCodes.NodeError, error);
}
