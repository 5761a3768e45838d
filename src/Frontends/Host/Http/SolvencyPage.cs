using System.Text;
using Marketplace.Wallets;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Host.Http;

/// <summary>
/// <c>/solvency</c>: what is owed and what is held, for anybody; <c>/solvency/proof/{token}</c>: one person's own part, for whoever has his link. HTML, or JSON where it is asked
/// for. Made to be published: nothing on it names a person, and it asks no chain and adds nothing up.
/// </summary>
internal static class SolvencyPage
{
    public static void MapSolvency(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/solvency", async (HttpContext http, ISender sender, CancellationToken cancellationToken) =>
        {
            var view = await sender.Send(new GetSolvency(), cancellationToken);
            if (WantsJson(http) || view is null)
            {
                return WantsJson(http) ? Json(view?.ToJson()) : Html(http, SolvencyHtml.None(), found: false);
            }

            return Html(http, SolvencyHtml.Totals(view, await sender.Send(new GetLastCustodyCheck(), cancellationToken)), found: true);
        });
        routes.MapGet("/solvency.json", async (ISender sender, CancellationToken cancellationToken) =>
            Json((await sender.Send(new GetSolvency(), cancellationToken))?.ToJson()));
        routes.MapGet("/solvency/proof/{token}", async (string token, HttpContext http, ISender sender, CancellationToken cancellationToken) =>
        {
            var proof = await FindAsync(token, http, sender, cancellationToken);
            return WantsJson(http) ? Json(proof?.ToJson()) : Html(http, proof is null ? SolvencyHtml.Unknown() : SolvencyHtml.Proof(proof, token), proof is not null);
        });
        routes.MapGet("/solvency/proof/{token}/proof.json", async (string token, HttpContext http, ISender sender, CancellationToken cancellationToken) =>
        {
            var proof = await FindAsync(token, http, sender, cancellationToken);
            http.Response.Headers.ContentDisposition = "attachment; filename=\"proof.json\"";
            return Json(proof?.ToJson());
        });
    }

    private static Task<SolvencyProof?> FindAsync(string token, HttpContext http, ISender sender, CancellationToken cancellationToken)
    {
        // A person's balances: nobody on the way keeps them, and no other page learns the link.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return sender.Send(new FindSolvencyProof(token), cancellationToken);
    }

    private static bool WantsJson(HttpContext http)
    {
        var accepted = http.Request.Headers.Accept.ToString();
        return accepted.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !accepted.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    private static IResult Json(string? document) => document is null
        ? Results.Text("{}", "application/json", Encoding.UTF8, StatusCodes.Status404NotFound)
        : Results.Text(document, "application/json", Encoding.UTF8);

    private static IResult Html(HttpContext http, string page, bool found)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Text(page, "text/html", Encoding.UTF8, found ? StatusCodes.Status200OK : StatusCodes.Status404NotFound);
    }
}
