using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marketplace.Kernel;
using MediatR;

namespace Marketplace.Persistence.Pipeline;

/// <summary>The names under which the house measures and traces itself.</summary>
public static class MarketplaceDiagnostics
{
    /// <summary>The meter and activity source of every command.</summary>
    public const string Name = "Marketplace";

    internal static readonly ActivitySource Source = new(Name);
    internal static readonly Meter Meter = new(Name);
    internal static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "marketplace.command.duration",
        "s",
        "How long commands and queries took, by type and outcome",
        tags: null,
        // Seconds; without advice a collector takes bounds that are meant for milliseconds.
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });
}

/// <summary>First in the pipeline: how long, and how it ended. The type and the outcome's code only, never the body.</summary>
internal sealed class MetricsBehavior<TRequest, TResponse>(TimeProvider time) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        using var activity = MarketplaceDiagnostics.Source.StartActivity(typeof(TRequest).Name);
        var started = time.GetTimestamp();
        var outcome = "exception";
        try
        {
            var response = await next(cancellationToken);
            outcome = response is IResult { Error: { } error } ? error.Code : "ok";
            return response;
        }
        finally
        {
            activity?.SetTag("outcome", outcome);
            MarketplaceDiagnostics.Duration.Record(
                time.GetElapsedTime(started).TotalSeconds,
                new KeyValuePair<string, object?>("request", typeof(TRequest).Name),
                new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}

/// <summary>Second: the transaction, and inside it the memory of idempotency keys.</summary>
internal sealed class UnitOfWorkBehavior<TRequest, TResponse>(UnitOfWork unit, Idempotency.StoredAnswers answers) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ITransactional
    where TResponse : class, IResult<TResponse>
{
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken) =>
        unit.RunAsync<TResponse>(
            request is IIdempotent { IdempotencyKey: { } key }
                ? () => answers.OnceAsync(key, request, () => next(cancellationToken), cancellationToken)
                : () => next(cancellationToken),
            request is ILeavesNothingOnFailure,
            cancellationToken);
}
