using Marketplace.Persistence.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Marketplace.Host.Health;

/// <summary>
/// Writes a row of its own, for a database that only answers is of no use to anybody: once for all who ask at the same time, and not again for a moment.
/// </summary>
internal sealed class DatabaseProbe(IServiceScopeFactory scopes, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);
    private readonly string owner = LeaseOwner.New();
    private readonly Lock gate = new();
    private Task<HealthCheckResult>? answer;
    private long asked;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (answer is null || (answer.IsCompleted && time.GetElapsedTime(asked) >= Moment))
            {
                (answer, asked) = (AskAsync(), time.GetTimestamp());
            }

            return answer.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes a lease that nobody waits for. Where another process on this machine has it, that one has just written it.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ILeases>().TryAcquireAsync($"host.health:{Environment.MachineName}", owner, Duration, cancellationToken);
    }

    // Nobody's own cancellation: others wait for the same answer.
    private async Task<HealthCheckResult> AskAsync()
    {
        using var late = new CancellationTokenSource(Patience, time);
        try
        {
            await WriteAsync(late.Token);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"does not answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception exception)
        {
            return HealthCheckResult.Unhealthy("can not be written to", exception);
        }
    }
}
