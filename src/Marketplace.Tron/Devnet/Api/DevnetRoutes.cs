using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Tron.Devnet;

/// <summary>Mounts a local chain on an ASP.NET application.</summary>
public static class DevnetRoutes
{
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
            var area = NodeCall.Area(view);
            group.MapMethods($"/{area}/{{method}}", methods, (HttpContext context, string method) =>
                AnswerAsync(context, devnet, new NodeCall(TronDevnet.MainEndpoint, view, method)));
            group.MapMethods($"/nodes/{{name}}/{area}/{{method}}", methods, (HttpContext context, string name, string method) =>
                AnswerAsync(context, devnet, new NodeCall(name, view, method)));
            group.Map($"/{area}/{{**rest}}", NotServedAsync);
            group.Map($"/nodes/{{name}}/{area}/{{**rest}}", NotServedAsync);
        }

        ControlApi.Map(group.MapGroup("/devnet").AddEndpointFilter(OwnNames.RequireAsync), devnet);
        return app;
    }

    private static async Task AnswerAsync(HttpContext context, TronDevnet devnet, NodeCall call)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        var body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        var reply = await NodeExchange.AnswerAsync(devnet, call, body, context.Request.Query, context.RequestAborted).ConfigureAwait(false);
        await (reply.IsNone ? AbortAsync(context) : WriteAsync(context, reply)).ConfigureAwait(false);
    }

    /// <summary>Any path that is none of the API's.</summary>
    internal static Task NotServedAsync(HttpContext context) =>
        WriteAsync(context, NodeReply.NotServed(context.Request.Method, context.Request.Path));

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task WriteAsync(HttpContext context, NodeReply reply)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = reply.Body.Length;
        await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
