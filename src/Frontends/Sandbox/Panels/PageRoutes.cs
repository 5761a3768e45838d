using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;

namespace Marketplace.Frontends.Sandbox.Panels;

/// <summary>The page and its modules, out of the assembly.</summary>
internal static class PageRoutes
{
    private const string Prefix = "Page/";
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var resource in typeof(PageRoutes).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var path = resource[Prefix.Length..].Replace('\\', '/');
            app.MapGet(path == "index.html" ? "/" : "/sandbox/page/" + path, (HttpContext context) => WriteAsync(context, resource));
        }
    }

    private static async Task WriteAsync(HttpContext context, string resource)
    {
        context.Response.ContentType = ContentTypes.TryGetContentType(resource, out var type) ? type + (type.StartsWith("text/", StringComparison.Ordinal) ? "; charset=utf-8" : "") : "application/octet-stream";
        context.Response.Headers.CacheControl = "no-cache";
        // Messages are other people's text: nothing but the page's own files may run or be asked.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await using var content = typeof(PageRoutes).Assembly.GetManifestResourceStream(resource)!;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
