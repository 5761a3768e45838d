using System.Net;
using System.Text;

namespace Marketplace.Tron.Tests;

/// <summary>A network of scripted answers: what each host says to each request, and what was asked.</summary>
internal sealed class ScriptedNode(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    internal List<HttpRequestMessage> Requests { get; } = [];

    internal static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    /// <summary>A client of hosts <c>one</c>, <c>two</c>, …, each answering by the function.</summary>
    internal static TronNodeClient Client(
        Func<HttpRequestMessage, HttpResponseMessage> answer, out ScriptedNode node, int hosts = 1, Action<TronNodeOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new TronNodeOptions { RequestsPerSecond = null, BackOff = TimeSpan.Zero };
        for (var i = 1; i <= hosts; i++)
        {
            options.Endpoints.Add(new TronNodeEndpoint(new Uri($"http://host{i}")) { ApiKey = "secret-key" });
        }

        configure?.Invoke(options);
        node = new ScriptedNode(answer);
        return new TronNodeClient(options, time, node);
    }

    internal static TronNodeClient Client(string body) => Client(_ => Json(body), out _);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        return Task.FromResult(answer(request));
    }
}
