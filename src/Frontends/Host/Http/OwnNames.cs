using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Host.Http;

/// <summary>
/// Answers only who asked for this host by a name of its own. A page that is open in the operator's browser can let its own name point here (DNS rebinding) and then read what
/// only this machine may; it can not do so with an address, nor with a name without a dot.
/// </summary>
internal static class OwnNames
{
    public static void RequireOwnName(this WebApplication application, IReadOnlyCollection<string> names) => application.Use((http, next) =>
    {
        var name = http.Request.Host.Host;
        if (!name.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(name, out _) || names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return http.Response.WriteAsync("This host does not answer to that name; its operator may add it as Http__Names__0.");
    });
}
