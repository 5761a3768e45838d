using System.Globalization;
using System.Text;
using Marketplace.Samples.Sandbox;
using Marketplace.Samples.Sandbox.Tour;
using Marketplace.Testing;

namespace Marketplace.EndToEnd.Tests.Processes;

/// <summary>
/// The marketplace's process gets SIGKILL at random moments of the tour and is started again; people, chats and chain live on in this process. The
/// tour must end in the balances it has without any kill. <c>MARKETPLACE_KILLS</c> asks for more of them, <c>MARKETPLACE_KILL_SEED</c> for the same ones again.
/// </summary>
internal abstract class KillSuite : EngineSuite
{
    /// <summary>The story prints 86 lines before its audit. The last ones are left alone, so that each kill falls into it on the fastest machine, too.</summary>
    private const int LastLine = 72;
    private const int LinesOfTheStory = 84;
    private const int LongestDelayMs = 1200;

    /// <summary>Two lines are a question and its answer, which take longer than twice this on any machine; so no delay leads past the end.</summary>
    private const int LeastMsPerLine = 4;

    protected abstract int FewKills { get; }

    [Test]
    public async Task Killed_at_random_moments_the_marketplace_ends_the_story_in_the_same_balances()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_KILLS") ?? FewKills.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_KILL_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var transcript = new CountingWriter(TestContext.Out);
        await transcript.WriteLineAsync($"{kills} kills, MARKETPLACE_KILL_SEED={seed}");

        await using var database = await Engine.CreateAsync();
        var folder = Directory.CreateDirectory(Path.Combine(TestFolder.Path, Unique.Name())).FullName;
        await using var outside = await StandIns.StartAsync(folder, port: 0);
        string[] settings = [.. outside.MarketSettings(null), .. World.DatabaseSettings(database), "--Frontends:Telegram:PollLease=00:00:03"];
        await using var market = new Mortal(settings);
        using var end = new CancellationTokenSource();
        var killing = KillAsync(market, Plan(kills, seed), transcript, end.Token);

        var held = await Tour.PlayAsync(outside.Url, outside.Chain, new Uri(outside.Market, "ledger"), outside.BotUsername, transcript);
        await end.CancelAsync();
        var done = await killing;

        Assert.That(held, Is.True, $"MARKETPLACE_KILL_SEED={seed}; the marketplace's own words:\n{market.Output}");
        Assert.That(done, Is.EqualTo(kills), "Each kill must fall into the story.");
    }

    /// <summary>After which line, and how long after it.</summary>
    private static List<(int Line, TimeSpan Delay)> Plan(int kills, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, kills).Select(_ => Moment(random.Next(1, LastLine + 1))).Order()];

        (int Line, TimeSpan Delay) Moment(int line) => (line, TimeSpan.FromMilliseconds(random.Next(Math.Min(LongestDelayMs, (LinesOfTheStory - line) * LeastMsPerLine))));
    }

    private static async Task<int> KillAsync(Mortal market, List<(int Line, TimeSpan Delay)> plan, CountingWriter transcript, CancellationToken cancellationToken)
    {
        var done = 0;
        try
        {
            foreach (var (line, delay) in plan)
            {
                await transcript.ReachedAsync(line, cancellationToken);
                await Task.Delay(delay, TimeProvider.System, cancellationToken);
                await market.DieAndRiseAsync();
                done++;
            }
        }
        catch (OperationCanceledException)
        {
            // The story ended before the plan.
        }

        return done;
    }

    /// <summary>A marketplace that is started again whenever it is killed.</summary>
    private sealed class Mortal(string[] settings) : IAsyncDisposable
    {
        private readonly StringBuilder lives = new();
        private Child current = Child.Market(settings);

        public string Output => $"{lives}{current.Output}";

        public async Task DieAndRiseAsync()
        {
            Assert.That(current.HasExited, Is.False, $"It ended by itself:\n{Output}");
            await current.KillAsync();
            lives.AppendLine(current.Output).AppendLine("(killed)");
            await current.DisposeAsync();
            current = Child.Market(settings);
        }

        public ValueTask DisposeAsync() => current.DisposeAsync();
    }

    /// <summary>Hands the tour's lines on, and tells who waits when so many were written.</summary>
    private sealed class CountingWriter(TextWriter output) : TextWriter
    {
        private readonly Lock gate = new();
        private readonly List<(int Line, TaskCompletionSource Reached)> waiting = [];
        private int lines;

        public override Encoding Encoding => output.Encoding;

        public Task ReachedAsync(int line, CancellationToken cancellationToken)
        {
            lock (gate)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.Add((line, reached));
                Tell();
                return reached.Task.WaitAsync(cancellationToken);
            }
        }

        public override void WriteLine(string? value)
        {
            lock (gate)
            {
                output.WriteLine(value);
                lines++;
                Tell();
            }
        }

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            return Task.CompletedTask;
        }

        private void Tell()
        {
            foreach (var (_, reached) in waiting.Where(candidate => candidate.Line <= lines))
            {
                reached.TrySetResult();
            }
        }
    }
}

internal sealed class KillOnSqlite : KillSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;

    protected override int FewKills => 3;
}

internal sealed class KillOnPostgreSql : KillSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;

    protected override int FewKills => 2;
}
