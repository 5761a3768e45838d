using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Host.Http;

/// <summary><c>/</c>: which pages there are.</summary>
internal static class HomePage
{
    public static void MapHome(this IEndpointRouteBuilder routes, bool withLedger) => routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (HttpContext http) =>
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return Results.Text(
            $$"""
              <!doctype html>
              <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Marketplace</title>
              <style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:40em;margin:10vh auto;padding:0 1em}li{margin-bottom:.4em}</style></head><body>
              <h1>Marketplace</h1>
              <p>People meet it in the chat. What this process shows of itself:</p>
              <ul>
              <li><a href="/health">/health</a>: is all well? 503 where it isn't; <a href="/health/live">/health/live</a>: does the process answer?</li>
              <li><a href="/metrics">/metrics</a> for Prometheus</li>
              <li><a href="/solvency">/solvency</a>: what is owed, beside what is held; made to be published</li>
              {{(withLedger ? "<li><a href=\"/ledger\">/ledger</a>: the books at a glance, as JSON</li>" : string.Empty)}}
              </ul></body></html>
              """,
            "text/html",
            Encoding.UTF8);
    });
}
