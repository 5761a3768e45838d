using Marketplace.Host.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Marketplace.Host.Http;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health</c>: the database can be written to and has room, updates arrive, the chain moves, the clock is right, and the books were right
/// when they were last checked; 503 where one of them is not so, or is not known yet. A chain that is slow is told, and is no trouble yet.
/// </summary>
internal static class HealthPage
{
    private const string Ok = "ok";

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<ChainCheck>();
        services.AddSingleton<IHealthCheckPublisher, HealthLog>();
        services.AddHealthChecks()
            .AddCheck<DatabaseProbe>("database")
            .AddCheck<DiskCheck>("disk")
            .AddCheck<UpdatesCheck>("telegram")
            .AddCheck<ChainCheck>("chain")
            .AddCheck<ClockCheck>("clock")
            .AddCheck<BooksCheck>("books");
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text(Ok));
        routes.MapHealthChecks("/health", new HealthCheckOptions
        {
            ResponseWriter = WriteAsync,
            ResultStatusCodes =
            {
                [HealthStatus.Healthy] = StatusCodes.Status200OK,
                [HealthStatus.Degraded] = StatusCodes.Status200OK,
                [HealthStatus.Unhealthy] = StatusCodes.Status503ServiceUnavailable,
            },
        });
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        var audit = http.RequestServices.GetRequiredService<BooksAudit>().Last;
        var checks = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, entry) in report.Entries)
        {
            checks[name] = entry.Status == HealthStatus.Healthy ? Ok : entry.Description ?? "could not be checked";
        }

        foreach (var (name, outcome) in audit?.Outcomes ?? new Dictionary<string, AuditOutcome>())
        {
            // What exactly is wrong with whose money is for the log, not for whoever can open a page.
            checks[name] = outcome switch { AuditOutcome.Holds => Ok, AuditOutcome.Broken => "broken", _ => "could not be checked" };
        }

        // Nobody is sent to a host that does not know yet whether its books are right.
        var starting = audit is null && report.Status == HealthStatus.Degraded;
        http.Response.StatusCode = starting ? StatusCodes.Status503ServiceUnavailable : http.Response.StatusCode;
        return http.Response.WriteAsJsonAsync(new
        {
            status = report.Status switch { HealthStatus.Healthy => Ok, HealthStatus.Degraded => starting ? "starting" : "slow", _ => "trouble" },
            checks,
            books_checked_at = audit?.At,
            books_checked_seconds_ago = audit is null ? (long?)null : (long)(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() - audit.At).TotalSeconds,
        });
    }
}
