using System.Net;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Tron.Devnet;

/// <summary>
/// The control API acts for anybody who reaches it. A page in somebody's browser can let its own name point here (DNS rebinding), but neither an address nor a name without a dot.
/// </summary>
internal static class OwnNames
{
    public static async ValueTask<object?> RequireAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var host = context.HttpContext.Request.Host.Host;
        return host.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(host, out _)
            ? Results.Text("""{"error":"ask by an address or a name without a dot"}""", "application/json", statusCode: StatusCodes.Status421MisdirectedRequest)
            : await next(context).ConfigureAwait(false);
    }
}
