namespace Marketplace.Benchmarks.Ledger.Load;

/// <summary>Callers of whom each asks again as soon as he was answered.</summary>
internal static class ClosedLoop
{
    /// <param name="callers">How many.</param>
    /// <param name="options">How long.</param>
    /// <param name="serverProcess">Whose processor time counts as the server's.</param>
    /// <param name="act">One call of a caller, told his number; answers how many transfers it posted.</param>
    public static async Task<Sample> RunAsync(int callers, Options options, int? serverProcess, Func<int, Task<int>> act)
    {
        var stage = new Stage();
        var running = Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, stage, act))).ToArray();
        // Whoever fails ends the run at once: there is nothing to wait for.
        var failed = Task.WhenAny(running);
        await Task.WhenAny(failed, Task.Delay(options.WarmUp, TimeProvider.System));
        var meter = new Meter(serverProcess);
        stage.IsMeasured = true;
        await Task.WhenAny(failed, Task.Delay(options.Measured, TimeProvider.System));
        stage.IsMeasured = false;
        var elapsed = meter.Elapsed;
        stage.IsOver = true;
        var measured = await Task.WhenAll(running);
        var count = measured.Sum(caller => caller.Count);
        return new Sample(count / elapsed.TotalSeconds, Percentiles.Of(measured.SelectMany(caller => caller.Times)), meter.Each(Math.Max(1, count)));
    }

    private static async Task<(List<TimeSpan> Times, long Count)> CallAsync(int caller, Stage stage, Func<int, Task<int>> act)
    {
        var times = new List<TimeSpan>(1 << 16);
        var count = 0L;
        while (!stage.IsOver)
        {
            var start = TimeProvider.System.GetTimestamp();
            var posted = await act(caller);
            if (stage.IsMeasured)
            {
                times.Add(TimeProvider.System.GetElapsedTime(start));
                count += posted;
            }
        }

        return (times, count);
    }

    private sealed class Stage
    {
        private volatile bool isMeasured;
        private volatile bool isOver;

        public bool IsMeasured { get => isMeasured; set => isMeasured = value; }

        public bool IsOver { get => isOver; set => isOver = value; }
    }
}
