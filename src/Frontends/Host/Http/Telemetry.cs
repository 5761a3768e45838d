using Marketplace.Persistence.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Marketplace.Host.Http;

/// <summary><c>/metrics</c> for Prometheus, and everything to an OpenTelemetry collector where the environment names one (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>).</summary>
internal static class Telemetry
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("marketplace", serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics => metrics
                .AddMeter(MarketplaceDiagnostics.Name)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddNpgsqlInstrumentation()
                .AddPrometheusExporter());
        if (configuration[Collector] is { Length: > 0 })
        {
            telemetry
                .WithTracing(traces => traces
                    .AddSource(MarketplaceDiagnostics.Name)
                    .AddAspNetCoreInstrumentation()
                    // Without the path: the Bot API's begins with the token, and a person's proof of solvency is found by one.
                    .AddHttpClientInstrumentation(options => options.EnrichWithHttpRequestMessage = (activity, request) =>
                        activity.SetTag("url.full", request.RequestUri?.GetLeftPart(UriPartial.Authority)))
                    .AddNpgsql())
                .UseOtlpExporter();
        }
    }

    public static void MapMetrics(this WebApplication application) => application.MapPrometheusScrapingEndpoint("/metrics");
}
