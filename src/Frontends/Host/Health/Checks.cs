using Marketplace.Frontends.Telegram;
using Marketplace.Host.Settings;
using Marketplace.Persistence;
using Marketplace.Persistence.Leases;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Health;

/// <summary>Is there room on the disk that the database's file is on? A server looks after its own.</summary>
internal sealed class DiskCheck(IDatabaseEngine engine, HealthSettings settings) : IHealthCheck
{
    private const long Megabyte = 1_000_000;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (engine.File is not { } file)
        {
            return Task.FromResult(HealthCheckResult.Healthy());
        }

        var left = new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace / Megabyte;
        return Task.FromResult(left >= settings.LeastDiskSpace
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(FormattableString.Invariant($"{left} MB are left where the database is, less than {settings.LeastDiskSpace}")));
    }
}

/// <summary>Do updates arrive, here or at another host? Telegram answers each poll within its timeout, also where there is nothing to tell.</summary>
internal sealed class UpdatesCheck(ITelegramConnection telegram, ILeases leases, IOptions<TelegramOptions> options) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (telegram.Trouble is { } trouble)
        {
            return HealthCheckResult.Unhealthy(trouble);
        }

        var polling = telegram.Polling;
        if (polling.Quiet <= Patience + (polling.IsHere ? options.Value.PollTimeout : TimeSpan.Zero))
        {
            return HealthCheckResult.Healthy();
        }

        // Whoever polls answers for it on a page of its own.
        return !polling.IsHere && await leases.FindHolderAsync(polling.Lease, cancellationToken) is not null
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(FormattableString.Invariant($"no update could be taken for {(long)polling.Quiet.TotalSeconds} s"));
    }
}

/// <summary>Does this machine's clock agree with Telegram's?</summary>
internal sealed class ClockCheck(ITelegramConnection telegram) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) => Task.FromResult(telegram.Polling.ClockAhead switch
    {
        { Ticks: 0 } => HealthCheckResult.Healthy(),
        { Ticks: > 0 } ahead => HealthCheckResult.Unhealthy(FormattableString.Invariant($"{(long)ahead.TotalSeconds} s ahead of Telegram's")),
        var behind => HealthCheckResult.Unhealthy(FormattableString.Invariant($"{(long)-behind.TotalSeconds} s behind Telegram's")),
    });
}

/// <summary>Were the books right when they were last checked?</summary>
internal sealed class BooksCheck(BooksAudit audit, HealthSettings settings, TimeProvider time) : IHealthCheck
{
    /// <summary>The longest that a check itself may take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) => Task.FromResult(audit.Last switch
    {
        null => HealthCheckResult.Degraded("not checked yet"),
        // An audit that found no end must not leave the page green for ever.
        { At: var at } when time.GetUtcNow() - at > settings.AuditInterval + Grace => HealthCheckResult.Unhealthy("not checked for too long"),
        { Outcomes: var outcomes } when outcomes.Values.All(outcome => outcome == AuditOutcome.Holds) => HealthCheckResult.Healthy(),
        _ => HealthCheckResult.Unhealthy("a sentence about them is broken, or could not be checked"),
    });
}
