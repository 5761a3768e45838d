using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Frontends.Sandbox.Panels;

/// <summary>
/// The page's right side: the chain's control API and the ledger's report, fetched from where the host says they are. Same origin, so the page needs no permission of
/// theirs, and nothing but the listed routes passes.
/// </summary>
internal static class PanelRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var app = routes.MapGroup("").AddEndpointFilter(SameOrigin.RequireAsync);
        app.MapGet("/sandbox/chain/state", (HttpContext context, PanelClient client) => client.ForwardAsync(context, client.Chain("devnet/state")));
        app.MapGet("/sandbox/chain/blocks", (HttpContext context, PanelClient client) => client.ForwardAsync(context, client.Chain("devnet/blocks" + context.Request.QueryString)));
        app.MapGet("/sandbox/chain/account/{address}", (string address, HttpContext context, PanelClient client) => client.ForwardAsync(context, client.Chain($"devnet/account/{Uri.EscapeDataString(address)}")));
        app.MapPost("/sandbox/chain/faucet", (HttpContext context, PanelClient client) => client.ForwardAsync(context, client.Chain("devnet/faucet")));
        app.MapPost("/sandbox/chain/mine", (HttpContext context, PanelClient client) => client.ForwardAsync(context, client.Chain("devnet/mine")));
        app.MapPost("/sandbox/chain/fork", (HttpContext context, PanelClient client) => client.ForwardAsync(context, client.Chain("devnet/fork")));
        app.MapGet("/sandbox/ledger", (HttpContext context, PanelClient client) => client.ForwardAsync(context, client.Ledger is { } ledger ? new Uri(ledger, context.Request.QueryString.ToString()) : null));
        app.MapGet("/sandbox/host", (PanelClient client, CancellationToken aborted) => client.HostAsync(aborted));
    }
}

/// <summary>Asks the chain and the marketplace. What has not answered yet is starting; what has and does not any more is out of reach.</summary>
internal sealed class PanelClient(SandboxOptions options) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ConcurrentDictionary<string, bool> _answered = new();

    public Uri? Ledger => options.LedgerUrl;

    public Uri? Chain(string path) => options.ChainUrl is { } chain ? new Uri(Base(chain), path) : null;

    /// <summary>Whether the marketplace answers, and where its own pages are.</summary>
    public async Task<IResult> HostAsync(CancellationToken aborted)
    {
        if (options.HostUrl is not { } url)
        {
            return Json(new { state = "none" });
        }

        var host = Base(url);
        var state = await AnswersAsync(new Uri(host, "health/live"), aborted).ConfigureAwait(false) ? "running" : WasThere(host) ? "unreachable" : "starting";
        return Json(new { state, health = new Uri(host, "health"), metrics = new Uri(host, "metrics"), solvency = new Uri(host, "solvency"), ledger = options.LedgerUrl });
    }

    public async Task ForwardAsync(HttpContext context, Uri? target)
    {
        if (target is null)
        {
            await AnswerAsync(context, HttpStatusCode.ServiceUnavailable, """{"error":"not connected"}""").ConfigureAwait(false);
            return;
        }

        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
            if (HttpMethods.IsPost(context.Request.Method))
            {
                request.Content = new StreamContent(context.Request.Body);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType ?? "application/json");
            }

            using var response = await _http.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
            _answered[target.Authority] = true;
            await AnswerAsync(context, response.StatusCode, await response.Content.ReadAsStringAsync(context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !context.RequestAborted.IsCancellationRequested)
        {
            await (WasThere(target)
                ? AnswerAsync(context, HttpStatusCode.BadGateway, """{"error":"not reachable"}""")
                : AnswerAsync(context, HttpStatusCode.ServiceUnavailable, """{"error":"starting"}""")).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private static Uri Base(Uri url) => new(url.ToString().TrimEnd('/') + "/");

    private static IResult Json(object value) => Results.Text(SandboxJson.Write(value), "application/json");

    private bool WasThere(Uri target) => _answered.ContainsKey(target.Authority);

    private async Task<bool> AnswersAsync(Uri target, CancellationToken aborted)
    {
        try
        {
            using var response = await _http.GetAsync(target, aborted).ConfigureAwait(false);
            _answered[target.Authority] = true;
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Task AnswerAsync(HttpContext context, HttpStatusCode status, string json)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }
}
