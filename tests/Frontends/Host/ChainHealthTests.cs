using Marketplace.Host.Health;
using Marketplace.Testing;
using Marketplace.Wallets;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moq;

namespace Marketplace.Host.Tests;

/// <summary>A chain that stands still is told after a minute, and is trouble after five.</summary>
public class ChainHealthTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [TestCase(59, HealthStatus.Healthy, null)]
    [TestCase(61, HealthStatus.Degraded, "no block came after 118 for 61 s")]
    [TestCase(300, HealthStatus.Degraded, "no block came after 118 for 300 s")]
    [TestCase(301, HealthStatus.Unhealthy, "no block came after 118 for 301 s")]
    public async Task A_chain_that_stands_still_is_slow_and_then_trouble(int seconds, HealthStatus status, string? told)
    {
        var clock = new FakeClock();
        var check = Check(clock, new ChainProgress("devnet", 100, 118, clock.GetUtcNow() + Day));
        clock.Advance(Day + TimeSpan.FromSeconds(seconds));

        Assert.That(await AskAsync(check), Is.EqualTo((status, told)));
    }

    [Test]
    public async Task A_chain_of_which_no_block_was_ever_read_gets_the_same_time_from_the_start()
    {
        var clock = new FakeClock();
        var check = Check(clock, null);
        Assert.That(await AskAsync(check), Is.EqualTo((HealthStatus.Healthy, (string?)null)));

        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That(await AskAsync(check), Is.EqualTo((HealthStatus.Unhealthy, "no block could be read for 360 s")));
    }

    [Test]
    public async Task What_stood_still_while_no_host_ran_is_no_outage()
    {
        var clock = new FakeClock();
        var check = Check(clock, new ChainProgress("devnet", 100, 118, clock.GetUtcNow() - Day));

        Assert.That(await AskAsync(check), Is.EqualTo((HealthStatus.Healthy, (string?)null)));
    }

    private static ChainCheck Check(FakeClock clock, ChainProgress? progress)
    {
        var sender = new Mock<ISender>();
        sender.Setup(every => every.Send(It.IsAny<GetChainProgress>(), It.IsAny<CancellationToken>())).ReturnsAsync(progress);
        var services = new ServiceCollection().AddSingleton(sender.Object).BuildServiceProvider();
        return new ChainCheck(services.GetRequiredService<IServiceScopeFactory>(), clock);
    }

    private static async Task<(HealthStatus Status, string? Told)> AskAsync(ChainCheck check)
    {
        var result = await check.CheckHealthAsync(new HealthCheckContext(), CancellationToken.None);
        return (result.Status, result.Description);
    }
}
