using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Tron.Devnet;

/// <summary>Mounts a local chain on an ASP.NET application.</summary>
public static class DevnetRoutes
{
    private const string LiteText = "this API is closed because this node is a lite fullnode";
    private const string RateLimitedText = "class java.lang.IllegalAccessException : lack of computing resources";

    /// <summary>
    /// Serves the node's API under <paramref name="prefix"/> (<c>/wallet/…</c>, <c>/walletsolidity/…</c>), the same for further nodes
    /// under <c>/nodes/{name}/…</c>, and the control API under <c>/devnet/…</c>. Bind the application to a loopback address only.
    /// </summary>
    public static IEndpointRouteBuilder MapTronDevnet(this IEndpointRouteBuilder app, TronDevnet devnet, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(devnet);
        string[] methods = [HttpMethods.Get, HttpMethods.Post];
        var group = app.MapGroup(prefix);
        foreach (var view in Enum.GetValues<TronView>())
        {
            var area = view == TronView.Head ? "wallet" : "walletsolidity";
            group.MapMethods($"/{area}/{{method}}", methods, (HttpContext context, string method) =>
                AnswerAsync(context, devnet, TronDevnet.MainEndpoint, view, $"/{area}/{method}"));
            group.MapMethods($"/nodes/{{name}}/{area}/{{method}}", methods, (HttpContext context, string name, string method) =>
                AnswerAsync(context, devnet, name, view, $"/{area}/{method}"));
        }

        ControlApi.Map(group.MapGroup("/devnet"), devnet);
        return app;
    }

    private static async Task AnswerAsync(HttpContext context, TronDevnet devnet, string name, TronView view, string path)
    {
        var fault = devnet.Faults.Take(name, path);
        if (fault is not null && await PlayAsync(context, devnet, fault).ConfigureAwait(false))
        {
            return;
        }

        var request = await NodeRequest.ReadAsync(context).ConfigureAwait(false);
        if (request is null)
        {
            await SendAsync(context, NodeApi.SyntaxError()).ConfigureAwait(false);
            return;
        }

        var node = devnet.Endpoint(name);
        var answer = fault?.Kind switch
        {
            DevnetFaultKind.Refuse => BroadcastApi.Refuse(fault, request),
            DevnetFaultKind.AcceptedThenLost => BroadcastApi.Lose(node, request),
            _ => devnet.Api.Answer(node, view, path[(path.LastIndexOf('/') + 1)..], request),
        };
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (fault?.Kind == DevnetFaultKind.TimeoutAfterAcceptance)
        {
            await WaitAsync(context, devnet, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
            return;
        }

        await SendAsync(context, fault is null or { IsAboutBroadcast: true } or { Kind: DevnetFaultKind.Slow } ? answer : FaultLies.Apply(fault, answer)).ConfigureAwait(false);
    }

    /// <summary>Faults that need no true answer. True when the request is answered.</summary>
    private static async Task<bool> PlayAsync(HttpContext context, TronDevnet devnet, DevnetFault fault)
    {
        switch (fault.Kind)
        {
            case DevnetFaultKind.Status:
                context.Response.StatusCode = fault.Status;
                return true;
            case DevnetFaultKind.Empty:
                await SendAsync(context, "{}"u8.ToArray()).ConfigureAwait(false);
                return true;
            case DevnetFaultKind.LiteText:
                await SendAsync(context, Encoding.UTF8.GetBytes(LiteText)).ConfigureAwait(false);
                return true;
            case DevnetFaultKind.RateLimited:
                await SendAsync(context, NodeApi.Error(RateLimitedText)).ConfigureAwait(false);
                return true;
            case DevnetFaultKind.Slow:
                await WaitAsync(context, devnet, fault.Delay).ConfigureAwait(false);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Until the time is over, the client gives up, or the chain stops.</summary>
    private static async Task WaitAsync(HttpContext context, TronDevnet devnet, TimeSpan time)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, devnet.Stopping);
        try
        {
            await Task.Delay(time, devnet.Time, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static async Task SendAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
