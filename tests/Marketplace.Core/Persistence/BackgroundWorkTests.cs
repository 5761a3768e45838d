using System.Threading.Channels;
using Marketplace.Kernel;
using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Persistence.Tests;

/// <summary>What the probe's work does in each turn, and the turns it did.</summary>
internal sealed class ProbeTurns
{
    private readonly Channel<int> turns = Channel.CreateUnbounded<int>();
    private int count;

    public bool SingleOwner { get; init; }

    public Func<int, bool> OnTurn { get; set; } = _ => false;

    /// <summary>What a turn does after it has begun; it ends with the token.</summary>
    public Func<CancellationToken, Task> During { get; init; } = _ => Task.CompletedTask;

    public bool HasUnseen => turns.Reader.TryPeek(out _);

    public bool Take()
    {
        var turn = Interlocked.Increment(ref count);
        turns.Writer.TryWrite(turn);
        return OnTurn(turn);
    }

    /// <summary>Waits for the next turn, however long the machine takes.</summary>
    public async Task<int> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await turns.Reader.ReadAsync(patience.Token);
    }
}

internal sealed class ProbeWork(ProbeTurns turns) : IBackgroundWork
{
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    public string Name => "probe";

    public TimeSpan Interval => Rest;

    public bool SingleOwner => turns.SingleOwner;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var more = turns.Take();
        await turns.During(cancellationToken);
        return more;
    }
}

internal abstract class BackgroundWorkSuite : EngineSuite
{
    private ProbeTurns turns = null!;
    private TestMarketplace market = null!;

    [SetUp]
    public async Task StartMarketAsync() => market = await TestMarketplace.StartAsync(Engine, services => services.AddProbe());

    [TearDown]
    public async Task StopMarketAsync() => await market.DisposeAsync();

    [Test]
    public async Task It_runs_at_start_when_woken_and_after_its_interval()
    {
        await using var host = await StartAsync(singleOwner: false);
        Assert.That(await turns.NextAsync(), Is.EqualTo(1));

        host.Services.GetRequiredService<WorkSignals>().Wake("probe");
        Assert.That(await turns.NextAsync(), Is.EqualTo(2));

        await AdvanceUntilTurnAsync(ProbeWork.Rest);
    }

    [Test]
    public async Task It_goes_on_at_once_while_there_is_more_to_do()
    {
        await using var host = await StartAsync(singleOwner: false, turn => turn < 5);

        for (var turn = 1; turn <= 5; turn++)
        {
            Assert.That(await turns.NextAsync(), Is.EqualTo(turn));
        }
    }

    [Test]
    public async Task It_goes_on_after_a_failure_and_the_log_says_so()
    {
        await using var host = await StartAsync(singleOwner: false, turn => turn == 1 ? throw new InvalidOperationException("bad weather") : false);
        await turns.NextAsync();

        await AdvanceUntilTurnAsync(TimeSpan.FromSeconds(1));

        Assert.That(host.Market.Logs.Lines, Has.Some.Contain("Work probe failed").And.Contain("bad weather"));
    }

    [Test]
    public async Task A_failure_that_comes_again_and_again_is_told_once_then_counted_and_rests_longer_each_time()
    {
        var times = new List<DateTimeOffset>();
        await using var host = await StartAsync(singleOwner: false, turn =>
        {
            times.Add(market.Clock.GetUtcNow());
            return turn <= 12 ? throw new InvalidOperationException($"bad weather {turn}") : false;
        });
        await turns.NextAsync();
        for (var turn = 2; turn <= 13; turn++)
        {
            await AdvanceUntilTurnAsync(TimeSpan.FromSeconds(0.5));
        }

        await Eventually(() => host.Market.Logs.Lines.Any(line => line.Contains("goes on", StringComparison.Ordinal) && line.StartsWith("Warning", StringComparison.Ordinal)));
        Assert.That(host.Market.Logs.Lines.Where(line => line.Contains("Work probe", StringComparison.Ordinal)).Select(line => line.Split('\n')[0].Split(": ", 2)[1]), Is.EqualTo(new[]
        {
            "Work probe failed; it goes on in 00:00:01. The same failure again is only counted",
            "Work probe failed 10 times in a row, the last time with: bad weather 10",
            "Work probe goes on after 12 failures in a row",
        }));
        Assert.That(host.Market.Logs.Lines.Count(line => line.Contains("   at ", StringComparison.Ordinal)), Is.EqualTo(1));
        // From turn to turn by the turns' own clock readings: the test may see a turn later than it was. A rest is never shorter than it says.
        var rests = times.Zip(times.Skip(1), (turn, next) => next - turn);
        Assert.That(rests.Take(5).Zip([1, 2, 4, 8, 10], (rest, least) => rest >= TimeSpan.FromSeconds(least)), Is.All.True);
    }

    [Test]
    public async Task Of_two_processes_one_does_it_and_the_other_takes_over_when_it_stops()
    {
        var first = await StartAsync(singleOwner: true);
        await turns.NextAsync();
        var firstTurns = turns;
        await using var second = await StartAsync(singleOwner: true);

        for (var round = 0; round < 3; round++)
        {
            market.Clock.Advance(TimeSpan.FromSeconds(5));
            first.Services.GetRequiredService<WorkSignals>().Wake("probe");
            await firstTurns.NextAsync();
        }

        Assert.That(turns.HasUnseen, Is.False);
        await first.DisposeAsync();
        second.Services.GetRequiredService<WorkSignals>().Wake("probe");
        Assert.That(await turns.NextAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_long_turn_keeps_its_lease_and_ends_when_another_process_took_it()
    {
        var ended = new TaskCompletionSource();
        await using var host = await StartAsync(singleOwner: true, during: async token =>
        {
            using var registration = token.Register(() => ended.TrySetResult());
            await ended.Task;
            token.ThrowIfCancellationRequested();
        });
        await turns.NextAsync();
        var taken = await LeaseUntilAsync();
        while (await LeaseUntilAsync() == taken)
        {
            market.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await market.InScopeAsync(services => services.GetRequiredService<MarketplaceDbContext>().Database
            .ExecuteSqlAsync($"UPDATE leases SET owner = 'another', epoch = epoch + 1, until = {market.Clock.GetUtcNow().AddDays(1).UtcDateTime} WHERE name = 'probe'"));
        while (!ended.Task.IsCompleted)
        {
            market.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.That(host.Market.Logs.Lines, Has.Some.Contain("Work probe lost its lease"));
    }

    private Task<DateTime> LeaseUntilAsync() => market.InScopeAsync(services => services.GetRequiredService<MarketplaceDbContext>().Database
        .SqlQuery<DateTime>($"SELECT until AS \"Value\" FROM leases WHERE name = 'probe'").SingleAsync());

    private static async Task Eventually(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>The loop may not have begun its rest yet when the clock moves, so the clock moves until it has.</summary>
    private async Task AdvanceUntilTurnAsync(TimeSpan step)
    {
        var turn = turns.NextAsync();
        while (!turn.IsCompleted)
        {
            market.Clock.Advance(step);
            await Task.Yield();
        }

        await turn;
    }

    private async Task<RunningHost> StartAsync(bool singleOwner, Func<int, bool>? onTurn = null, Func<CancellationToken, Task>? during = null)
    {
        var own = turns = new ProbeTurns
        {
            SingleOwner = singleOwner,
            OnTurn = onTurn ?? (_ => false),
            During = during ?? (_ => Task.CompletedTask),
        };
        var process = market.AnotherProcess(services => services.AddSingleton(own).AddProbe());
        market.Clock.RealTimersUpTo = TimeSpan.Zero;
        var hosted = process.Services.GetServices<IHostedService>().ToList();
        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return new RunningHost(process, hosted);
    }

    private sealed record RunningHost(TestMarketplace Market, IReadOnlyList<IHostedService> Hosted) : IAsyncDisposable
    {
        private bool stopped;

        public IServiceProvider Services => Market.Services;

        public async ValueTask DisposeAsync()
        {
            if (stopped)
            {
                return;
            }

            stopped = true;
            foreach (var service in Hosted)
            {
                await service.StopAsync(CancellationToken.None);
            }

            await Market.DisposeAsync();
        }
    }
}

internal sealed class BackgroundWorkOnSqlite : BackgroundWorkSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class BackgroundWorkOnPostgreSql : BackgroundWorkSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
