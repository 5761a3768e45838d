using Marketplace.Frontends.Telegram;
using Marketplace.Host.Health;
using Marketplace.Host.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Host.Http;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health</c>: the database answers, updates arrive, and the books were right when they were last checked; 503 where they are not, or
/// are not checked yet.
/// </summary>
internal static class HealthPage
{
    private const string Ok = "ok";

    /// <summary>The longest that a check itself may take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("ok"));
        routes.MapGet("/health", async (
            DatabaseProbe database, ITelegramConnection telegram, BooksAudit audit, HealthSettings settings, TimeProvider time, CancellationToken cancellationToken) =>
        {
            var report = audit.Last;
            var age = report is null ? (TimeSpan?)null : time.GetUtcNow() - report.At;
            var checks = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["database"] = await database.IsReachableAsync(cancellationToken) ? Ok : "does not answer",
                ["telegram"] = telegram.Trouble ?? Ok,
                // An audit that found no end must not leave the page green for ever.
                ["books"] = age is null ? "not checked yet" : age > settings.AuditInterval + Grace ? "not checked for too long" : Ok,
            };
            foreach (var (name, outcome) in report?.Outcomes ?? new Dictionary<string, AuditOutcome>())
            {
                // What exactly is wrong with whose money is for the log, not for whoever can open a page.
                checks[name] = outcome switch { AuditOutcome.Holds => Ok, AuditOutcome.Broken => "broken", _ => "could not be checked" };
            }

            var healthy = checks.Values.All(check => check == Ok);
            return Results.Json(
                new
                {
                    status = healthy ? Ok : report is null ? "starting" : "trouble",
                    checks,
                    books_checked_at = report?.At,
                    books_checked_seconds_ago = (long?)age?.TotalSeconds,
                },
                statusCode: healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }
}
