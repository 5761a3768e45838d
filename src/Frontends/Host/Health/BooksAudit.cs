using Marketplace.Host.Settings;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Health;

/// <summary>What a check of one sentence about the books came to.</summary>
internal enum AuditOutcome
{
    Holds,
    Broken,
    Unknown,
}

/// <summary>The last check of the books.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Outcomes">By the sentences' names.</param>
internal sealed record AuditReport(DateTimeOffset At, IReadOnlyDictionary<string, AuditOutcome> Outcomes);

/// <summary>
/// Checks every invariant now and then. Most of them read the whole history, which is nothing to do for whoever opens a page; so the page shows what this found last, and the log
/// tells of a violation once, when it comes and whenever it changes.
/// </summary>
internal sealed class BooksAudit(IServiceScopeFactory scopes, HealthSettings settings, TimeProvider time, ILogger<BooksAudit> logger) : IBackgroundWork
{
    private static readonly TimeSpan LongestQuery = TimeSpan.FromMinutes(30);
    private readonly Dictionary<string, string> told = [];

    public string Name => "host.audit_books";

    public TimeSpan Interval => settings.AuditInterval;

    /// <summary>Each host answers for itself.</summary>
    public bool SingleOwner => false;

    public AuditReport? Last { get; private set; }

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Database;
        var patience = database.GetCommandTimeout();
        database.SetCommandTimeout(LongestQuery);
        try
        {
            var outcomes = new SortedDictionary<string, AuditOutcome>(StringComparer.Ordinal);
            foreach (var invariant in scope.ServiceProvider.GetServices<IInvariant>())
            {
                outcomes[invariant.Name] = await CheckAsync(invariant, cancellationToken);
            }

            Last = new AuditReport(time.GetUtcNow(), outcomes);
            return false;
        }
        finally
        {
            database.SetCommandTimeout(patience);
        }
    }

    private async Task<AuditOutcome> CheckAsync(IInvariant invariant, CancellationToken cancellationToken)
    {
        try
        {
            var violation = await invariant.FindViolationAsync(cancellationToken);
            Tell(invariant.Name, violation);
            return violation is null ? AuditOutcome.Holds : AuditOutcome.Broken;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(exception, "An invariant could not be checked: {Invariant}", invariant.Name);
            return AuditOutcome.Unknown;
        }
    }

    private void Tell(string name, string? violation)
    {
        var before = told.GetValueOrDefault(name);
        if (violation is null)
        {
            if (told.Remove(name))
            {
                logger.LogWarning("An invariant holds again: {Invariant}; it was broken: {Violation}", name, before);
            }
        }
        else if (violation != before)
        {
            told[name] = violation;
            logger.LogCritical("ALARM: an invariant is broken: {Invariant}: {Violation}", name, violation);
        }
    }
}
