using Marketplace.Wallets;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Marketplace.Host.Health;

/// <summary>
/// Does the chain move, for whichever host reads it? While it does not, deposits and withdrawals wait and nothing is lost: people need not be sent elsewhere for a minute of it.
/// </summary>
internal sealed class ChainCheck(IServiceScopeFactory scopes, TimeProvider time) : IHealthCheck
{
    /// <summary>Twenty blocks of TRON's.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Silent = TimeSpan.FromMinutes(5);

    /// <summary>What stood still while no host ran is nobody's outage.</summary>
    private readonly DateTimeOffset since = time.GetUtcNow();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var progress = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new GetChainProgress(), cancellationToken);
        var still = time.GetUtcNow() - (progress?.MovedAt is { } moved && moved > since ? moved : since);
        var trouble = progress is null
            ? FormattableString.Invariant($"no block could be read for {(long)still.TotalSeconds} s")
            : FormattableString.Invariant($"no block came after {progress.HeadBlock} for {(long)still.TotalSeconds} s");
        return still > Silent ? HealthCheckResult.Unhealthy(trouble)
            : still > Slow ? HealthCheckResult.Degraded(trouble)
            : HealthCheckResult.Healthy();
    }
}
