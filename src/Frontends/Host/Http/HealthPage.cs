using Marketplace.Frontends.Telegram;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Http;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health</c>: the database answers, updates arrive, and the books are right; 503 where they are not.
/// </summary>
internal static class HealthPage
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("ok"));
        routes.MapGet("/health", async (IServiceProvider services, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        {
            var checks = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var healthy = true;
            await foreach (var (name, trouble) in CheckAsync(services, loggers, cancellationToken))
            {
                checks[name] = trouble ?? "ok";
                healthy &= trouble is null;
            }

            return Results.Json(
                new { status = healthy ? "ok" : "trouble", checks },
                statusCode: healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }

    private static async IAsyncEnumerable<(string Name, string? Trouble)> CheckAsync(
        IServiceProvider services, ILoggerFactory loggers, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reachable = await services.GetRequiredService<MarketplaceDbContext>().Database.CanConnectAsync(cancellationToken);
        yield return ("database", reachable ? null : "does not answer");
        yield return ("telegram", services.GetRequiredService<ITelegramConnection>().Trouble);
        foreach (var invariant in reachable ? services.GetServices<IInvariant>() : [])
        {
            yield return (invariant.Name, await ViolationAsync(invariant, loggers, cancellationToken));
        }
    }

    private static async Task<string?> ViolationAsync(IInvariant invariant, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            var violation = await invariant.FindViolationAsync(cancellationToken);
            if (violation is not null)
            {
                loggers.CreateLogger("Marketplace.Host.Health").LogCritical("An invariant is broken: {Invariant}: {Violation}", invariant.Name, violation);
            }

            // What exactly is wrong with whose money is for the log, not for whoever can open a page.
            return violation is null ? null : "broken";
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            loggers.CreateLogger("Marketplace.Host.Health").LogError(exception, "An invariant could not be checked: {Invariant}", invariant.Name);
            return "could not be checked";
        }
    }
}
