using System.Net;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Frontends.Sandbox.Panels;

/// <summary>
/// The control API acts for anybody who reaches it, so a page of another site, opened in the same browser, must not: a request with a foreign <c>Origin</c>, or to a
/// name that is not this machine's own (DNS rebinding), is refused.
/// </summary>
internal static class SameOrigin
{
    public static async ValueTask<object?> RequireAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var origin = request.Headers.Origin.ToString();
        var foreign = origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        return foreign || !IsLoopback(request.Host.Host)
            ? Results.Text("""{"error":"only pages of this sandbox may ask"}""", "application/json", statusCode: StatusCodes.Status403Forbidden)
            : await next(context).ConfigureAwait(false);
    }

    /// <summary>For those who speak HTTP themselves, from another container for example: any address, and any name that nobody can register, which is one without a dot.</summary>
    public static async ValueTask<object?> RequireOwnNameAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var host = context.HttpContext.Request.Host.Host;
        return host.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(host, out _)
            ? Results.Text(
                """{"ok":false,"error_code":421,"description":"Misdirected Request: ask by an address or a name without a dot"}""",
                "application/json",
                statusCode: StatusCodes.Status421MisdirectedRequest)
            : await next(context).ConfigureAwait(false);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
