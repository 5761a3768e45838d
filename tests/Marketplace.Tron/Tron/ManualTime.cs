namespace Marketplace.Tron.Tests;

/// <summary>A clock that stands still until it is told to move; timers fire when it passes them.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<Timer> timers = [];
    private long ticks = DateTimeOffset.UnixEpoch.AddYears(56).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(ticks, TimeSpan.Zero);

    public override long GetTimestamp() => ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state), dueTime);
        timers.Add(timer);
        return timer;
    }

    internal void Advance(TimeSpan by)
    {
        ticks += by.Ticks;
        foreach (var timer in timers.ToArray())
        {
            timer.FireIfDue();
        }
    }

    private sealed class Timer(ManualTime time, Action fire, TimeSpan dueTime) : ITimer
    {
        private long? due = dueTime == Timeout.InfiniteTimeSpan ? null : time.ticks + dueTime.Ticks;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            due = dueTime == Timeout.InfiniteTimeSpan ? null : time.ticks + dueTime.Ticks;
            return true;
        }

        public void Dispose() => due = null;

        public ValueTask DisposeAsync()
        {
            due = null;
            return ValueTask.CompletedTask;
        }

        internal void FireIfDue()
        {
            if (due <= time.ticks)
            {
                due = null;
                fire();
            }
        }
    }
}
