using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Http;

/// <summary><c>/metrics</c> in Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats), version 0.0.4.</summary>
internal static class MetricsPage
{
    public static void MapMetrics(this WebApplication application)
    {
        // Measured from the first moment, not from the first visit.
        var metrics = application.Services.GetRequiredService<MetricsCollector>();
        application.MapGet("/metrics", () => Results.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8"));
    }
}
