using System.Text;
using Marketplace.Campaigns;
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
    private const string VerifierName = "verify.mjs";
    private static readonly Lazy<string> Verifier = new(ReadVerifier);

    public static void MapSolvency(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/solvency", async (HttpContext http, ISender sender, TimeProvider time, CancellationToken cancellationToken) =>
        {
            var view = await sender.Send(new GetSolvency(), cancellationToken);
            if (WantsJson(http) || view is null)
            {
                return WantsJson(http) ? Json(view?.ToJson()) : Html(http, SolvencyHtml.None, found: false);
            }

            var check = await sender.Send(new GetLastCustodyCheck(), cancellationToken);
            return Html(http, words => SolvencyHtml.Totals(words, view, check, time.GetUtcNow()), found: true);
        });
        routes.MapGet("/solvency.json", async (ISender sender, CancellationToken cancellationToken) =>
            Json((await sender.Send(new GetSolvency(), cancellationToken))?.ToJson()));
        routes.MapGet("/solvency/verify.mjs", () => Results.Text(Verifier.Value, "text/javascript", Encoding.UTF8));
        routes.MapGet("/solvency/proof/{token}", async (string token, HttpContext http, ISender sender, TimeProvider time, CancellationToken cancellationToken) =>
        {
            var proof = await FindAsync(token, http, sender, cancellationToken);
            if (WantsJson(http) || proof is null)
            {
                return WantsJson(http) ? Json(proof?.ToJson()) : Html(http, SolvencyHtml.Unknown, found: false);
            }

            var titles = await TitlesAsync(proof, sender, cancellationToken);
            return Html(http, words => SolvencyHtml.Proof(words, proof, token, titles, time.GetUtcNow()), found: true);
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

    /// <summary>The campaigns among somebody's accounts, by the account.</summary>
    private static async Task<Dictionary<string, string>> TitlesAsync(SolvencyProof proof, ISender sender, CancellationToken cancellationToken)
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var account in proof.Accounts.Select(account => account.Account))
        {
            if (account.Split(':', '/') is ["campaign", var id, _]
                && Guid.TryParse(id, out var campaign)
                && await sender.Send(new GetOffer(new CampaignId(campaign)), cancellationToken) is { } offer)
            {
                titles[account] = offer.Title;
            }
        }

        return titles;
    }

    private static string ReadVerifier()
    {
        using var file = new StreamReader(typeof(SolvencyPage).Assembly.GetManifestResourceStream(VerifierName)!);
        return file.ReadToEnd();
    }

    private static bool WantsJson(HttpContext http)
    {
        var accepted = http.Request.Headers.Accept.ToString();
        return accepted.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !accepted.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    private static IResult Json(string? document) => document is null
        ? Results.Text("{}", "application/json", Encoding.UTF8, StatusCodes.Status404NotFound)
        : Results.Text(document, "application/json", Encoding.UTF8);

    private static IResult Html(HttpContext http, Func<SolvencyWords, string> page, bool found)
    {
        var words = SolvencyWords.Choose(http.Request);
        http.Response.Headers.ContentLanguage = words.Code;
        http.Response.Headers.Append("Vary", "Accept, Accept-Language");
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Text(page(words), "text/html", Encoding.UTF8, found ? StatusCodes.Status200OK : StatusCodes.Status404NotFound);
    }
}
