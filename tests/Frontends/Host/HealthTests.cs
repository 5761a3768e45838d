using Marketplace.Frontends.Telegram;
using Marketplace.Frontends.Telegram.Polling;
using Marketplace.Host.Health;
using Marketplace.Host.Settings;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Leases;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moq;

namespace Marketplace.Host.Tests;

public class HealthTests
{
    [Test]
    public async Task A_violation_is_told_once_and_again_when_it_changes()
    {
        using var logs = new LogBook();
        var sentence = new Mock<IInvariant>();
        sentence.Setup(every => every.Name).Returns("All is well");
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(logs))
            .AddMarketplaceSqlite("Data Source=nowhere.db")
            .AddMarketplaceModule("persistence", typeof(PersistenceModule).Assembly)
            .AddSingleton(sentence.Object)
            .AddSingleton(new HealthSettings(TimeSpan.FromMinutes(5)))
            .AddSingleton<BooksAudit>()
            .BuildServiceProvider();
        var audit = services.GetRequiredService<BooksAudit>();

        foreach (var violation in (string?[])[null, "one is missing", "one is missing", "two are missing", "two are missing", null, null])
        {
            sentence.Setup(every => every.FindViolationAsync(It.IsAny<CancellationToken>())).ReturnsAsync(violation);
            await audit.RunOnceAsync(CancellationToken.None);
            Assert.That(audit.Last!.Outcomes, Does.ContainKey("All is well").WithValue(violation is null ? AuditOutcome.Holds : AuditOutcome.Broken));
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
        var sentence = new Mock<IInvariant>();
        sentence.Setup(every => every.Name).Returns("All is well");
        sentence.Setup(every => every.FindViolationAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new TimeoutException("The database took too long."));
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(logs))
            .AddMarketplaceSqlite("Data Source=nowhere.db")
            .AddMarketplaceModule("persistence", typeof(PersistenceModule).Assembly)
            .AddSingleton(sentence.Object)
            .AddSingleton(new HealthSettings(TimeSpan.FromMinutes(5)))
            .AddSingleton<BooksAudit>()
            .BuildServiceProvider();
        var audit = services.GetRequiredService<BooksAudit>();

        await audit.RunOnceAsync(CancellationToken.None);

        Assert.That(audit.Last!.Outcomes.Values, Is.EqualTo(new[] { AuditOutcome.Unknown }));
    }

    [TestCase(true, 100, true)]
    [TestCase(true, 111, false)]
    [TestCase(false, 59, true)]
    [TestCase(false, 61, false)]
    public async Task Updates_that_do_not_arrive_are_trouble(bool here, int seconds, bool healthy)
    {
        var check = new UpdatesCheck(Connected(new("polling", here, TimeSpan.FromSeconds(seconds), TimeSpan.Zero)), HeldBy(null), Options.Create(new TelegramOptions()));

        var result = await check.CheckHealthAsync(new HealthCheckContext(), CancellationToken.None);

        Assert.That((result.Status, result.Description), Is.EqualTo(healthy ? (HealthStatus.Healthy, null) : (HealthStatus.Unhealthy, $"no update could be taken for {seconds} s")));
    }

    [Test]
    public async Task A_host_that_waits_for_another_s_end_is_well()
    {
        var waiting = Connected(new("polling", IsHere: false, TimeSpan.FromDays(1), TimeSpan.Zero));
        var check = new UpdatesCheck(waiting, HeldBy(new LeaseHolder("another", DateTimeOffset.MaxValue)), Options.Create(new TelegramOptions()));

        Assert.That((await check.CheckHealthAsync(new HealthCheckContext(), CancellationToken.None)).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    [TestCase(0, null)]
    [TestCase(12, "12 s ahead of Telegram's")]
    [TestCase(-12, "12 s behind Telegram's")]
    public async Task A_clock_that_differs_is_trouble(int ahead, string? trouble)
    {
        var result = await new ClockCheck(Connected(new("polling", true, TimeSpan.Zero, TimeSpan.FromSeconds(ahead)))).CheckHealthAsync(new HealthCheckContext(), CancellationToken.None);

        Assert.That((result.Status, result.Description), Is.EqualTo((trouble is null ? HealthStatus.Healthy : HealthStatus.Unhealthy, trouble)));
    }

    [Test]
    public async Task A_disk_that_is_nearly_full_is_trouble()
    {
        await using var services = new ServiceCollection().AddMarketplaceSqlite("Data Source=nowhere.db").BuildServiceProvider();
        var engine = services.GetRequiredService<IDatabaseEngine>();

        var full = await new DiskCheck(engine, new HealthSettings(TimeSpan.FromMinutes(5), long.MaxValue)).CheckHealthAsync(new HealthCheckContext(), CancellationToken.None);
        var roomy = await new DiskCheck(engine, new HealthSettings(TimeSpan.FromMinutes(5), 0)).CheckHealthAsync(new HealthCheckContext(), CancellationToken.None);

        Assert.That((full.Status, roomy.Status), Is.EqualTo((HealthStatus.Unhealthy, HealthStatus.Healthy)));
        Assert.That(full.Description, Does.Match("^[0-9]+ MB are left where the database is, less than [0-9]+$"));
    }

    [Test]
    public async Task Trouble_is_told_once_when_it_comes_and_once_when_it_goes()
    {
        using var logs = new LogBook();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        var log = new HealthLog(factory.CreateLogger<HealthLog>());

        foreach (var well in (bool[])[true, false, false, true, true])
        {
            var entry = well
                ? new HealthReportEntry(HealthStatus.Healthy, null, TimeSpan.Zero, null, null)
                : new HealthReportEntry(HealthStatus.Unhealthy, "can not be written to", TimeSpan.Zero, new IOException("disk full"), null);
            await log.PublishAsync(new HealthReport(new Dictionary<string, HealthReportEntry> { ["database"] = entry }, TimeSpan.Zero), CancellationToken.None);
        }

        Assert.That(logs.Lines, Is.EqualTo(new[]
        {
            "Error Marketplace.Host.Health.HealthLog: Health: database: can not be written to: disk full",
            "Warning Marketplace.Host.Health.HealthLog: Health: database: well again",
        }));
    }

    private static ITelegramConnection Connected(TelegramPolling polling) =>
        Mock.Of<ITelegramConnection>(connection => connection.Polling == polling && connection.Trouble == null);

    private static ILeases HeldBy(LeaseHolder? holder) =>
        Mock.Of<ILeases>(leases => leases.FindHolderAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()) == Task.FromResult(holder));
}
