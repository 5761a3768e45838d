namespace Marketplace.Tron;

/// <summary>At most N requests in any one second: a caller waits until the N-th last request is a second old.</summary>
internal sealed class RequestWindow(int limit, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Queue<long> started = new(limit);

    internal async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            lock (gate)
            {
                if (started.Count < limit)
                {
                    started.Enqueue(time.GetTimestamp());
                    return;
                }

                wait = Window - time.GetElapsedTime(started.Peek());
                if (wait <= TimeSpan.Zero)
                {
                    started.Dequeue();
                    started.Enqueue(time.GetTimestamp());
                    return;
                }
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
