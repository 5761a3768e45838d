using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Tron.Devnet;

/// <summary>Answers an <see cref="HttpClient"/> in the same process: what the server would answer, without sockets.</summary>
internal sealed class DevnetHandler(TronDevnet devnet, string path) : HttpMessageHandler
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false) : [];
        var query = new QueryCollection(QueryHelpers.ParseQuery(uri.Query));
        var reply = NodeCall.Read(path + uri.AbsolutePath) is { } call
            ? await NodeExchange.AnswerAsync(devnet, call, body, query, cancellationToken).ConfigureAwait(false)
            : NodeReply.NotServed(request.Method.Method, uri.AbsolutePath);
        if (reply.IsNone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The local chain stopped.");
        }

        var response = new HttpResponseMessage((HttpStatusCode)reply.Status) { RequestMessage = request, Content = new ByteArrayContent(reply.Body) };
        response.Content.Headers.ContentType = Json;
        return response;
    }
}
