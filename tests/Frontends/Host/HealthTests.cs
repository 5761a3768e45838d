using Marketplace.Host.Health;
using Marketplace.Host.Settings;
using Marketplace.Kernel;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Tests;

public class HealthTests
{
    [Test]
    public async Task A_violation_is_told_once_and_again_when_it_changes()
    {
        using var logs = new LogBook();
        var sentence = new Sentence();
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(logs))
            .AddMarketplaceSqlite("Data Source=nowhere.db")
            .AddMarketplaceModule("persistence", typeof(PersistenceModule).Assembly)
            .AddSingleton<IInvariant>(sentence)
            .AddSingleton(new HealthSettings(TimeSpan.FromMinutes(5)))
            .AddSingleton<BooksAudit>()
            .BuildServiceProvider();
        var audit = services.GetRequiredService<BooksAudit>();

        foreach (var violation in (string?[])[null, "one is missing", "one is missing", "two are missing", "two are missing", null, null])
        {
            sentence.Violation = violation;
            await audit.RunOnceAsync(CancellationToken.None);
            Assert.That(audit.Last!.Outcomes, Does.ContainKey(sentence.Name).WithValue(violation is null ? AuditOutcome.Holds : AuditOutcome.Broken));
        }

        Assert.That(logs.Lines, Is.EqualTo(new[]
        {
            "Critical Marketplace.Host.Health.BooksAudit: ALARM: an invariant is broken: All is well: one is missing",
            "Critical Marketplace.Host.Health.BooksAudit: ALARM: an invariant is broken: All is well: two are missing",
            "Warning Marketplace.Host.Health.BooksAudit: An invariant holds again: All is well; it was broken: two are missing",
        }));
    }

    [Test]
    public async Task A_sentence_that_could_not_be_checked_is_not_taken_for_true()
    {
        using var logs = new LogBook();
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(logs))
            .AddMarketplaceSqlite("Data Source=nowhere.db")
            .AddMarketplaceModule("persistence", typeof(PersistenceModule).Assembly)
            .AddSingleton<IInvariant>(new Sentence { Fails = true })
            .AddSingleton(new HealthSettings(TimeSpan.FromMinutes(5)))
            .AddSingleton<BooksAudit>()
            .BuildServiceProvider();
        var audit = services.GetRequiredService<BooksAudit>();

        await audit.RunOnceAsync(CancellationToken.None);

        Assert.That(audit.Last!.Outcomes.Values, Is.EqualTo(new[] { AuditOutcome.Unknown }));
    }

    private sealed class Sentence : IInvariant
    {
        public string? Violation { get; set; }

        public bool Fails { get; init; }

        public string Name => "All is well";

        public Task<string?> FindViolationAsync(CancellationToken cancellationToken) =>
            Fails ? throw new TimeoutException("The database took too long.") : Task.FromResult(Violation);
    }
}
