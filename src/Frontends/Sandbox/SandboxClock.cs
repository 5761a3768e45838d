namespace Marketplace.Frontends.Sandbox;

/// <summary>
/// The sandbox's time: the given provider plus whatever the control API has advanced. Expiry, flood control and retries all read it, so that a
/// test or a tour can make a day pass at once.
/// </summary>
internal sealed class SandboxClock(TimeProvider source) : TimeProvider
{
    private readonly Signal _advanced = new();
    private long _aheadTicks;

    public override DateTimeOffset GetUtcNow() => source.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        source.CreateTimer(callback, state, dueTime, period);

    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _aheadTicks, by.Ticks);
        _advanced.Pulse();
    }

    /// <summary>Returns once the clock shows <paramref name="due"/> or <paramref name="earlier"/> completes; true for the latter.</summary>
    public async Task<bool> WaitUntilAsync(DateTimeOffset due, Task earlier, CancellationToken cancellationToken)
    {
        while (true)
        {
            var advanced = _advanced.Next;
            if (earlier.IsCompleted)
            {
                return true;
            }

            var left = due - GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(earlier, advanced, Task.Delay(left, source, timer.Token)).ConfigureAwait(false);
            await timer.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
