using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Health;

/// <summary>Says in the log what the page shows, once when it comes and once when it goes: for whoever has nobody to watch the page.</summary>
internal sealed class HealthLog(ILogger<HealthLog> logger) : IHealthCheckPublisher
{
    private readonly HashSet<string> told = [];

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in report.Entries)
        {
            if (entry.Status == HealthStatus.Unhealthy && told.Add(name))
            {
                var reason = entry.Exception is { } exception ? $": {exception.GetBaseException().Message.Split('\n')[0].TrimEnd()}" : string.Empty;
                logger.LogError("Health: {Check}: {Trouble}{Reason}", name, entry.Description ?? "could not be checked", reason);
            }
            else if (entry.Status == HealthStatus.Healthy && told.Remove(name))
            {
                logger.LogWarning("Health: {Check}: well again", name);
            }
        }

        return Task.CompletedTask;
    }
}
