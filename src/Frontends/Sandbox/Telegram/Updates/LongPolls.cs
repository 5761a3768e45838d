using System.Collections.Concurrent;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.Bots;

namespace Marketplace.Frontends.Sandbox.Telegram.Updates;

/// <summary>Who waits in <c>getUpdates</c>: one at a time per bot. The one already waiting is sent away with 409.</summary>
internal sealed class LongPolls(TelegramWorld world)
{
    public const string OtherPoller = "terminated by other getUpdates request; make sure that only one bot instance is running";
    private static readonly TimeSpan ConflictPause = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<long, Poll> _waiting = [];
    private readonly ConcurrentDictionary<long, DateTimeOffset> _nextConflict = [];
    private readonly ConcurrentDictionary<long, Previous> _previous = [];

    public async Task<IReadOnlyList<PendingUpdate>> WaitAsync(Bot bot, long offset, int limit, int timeout, CancellationToken aborted)
    {
        var started = world.Now;
        if (_previous.TryGetValue(bot.Id, out var previous) && previous.Offset == offset)
        {
            // A client that repeats the same offset in a tight loop is slowed down, as by the real server.
            timeout = timeout < 3 && started < previous.Started.AddSeconds(3) ? 3 : timeout;
            limit = started < previous.Started.AddSeconds(0.5) ? 1 : limit;
        }

        _previous[bot.Id] = new Previous(offset, started);
        var poll = new Poll();
        TakeOver(bot.Id, OtherPoller, poll);
        try
        {
            return await WaitForUpdatesAsync(bot, offset, limit, started.AddSeconds(timeout), poll, aborted).ConfigureAwait(false);
        }
        finally
        {
            _waiting.TryRemove(KeyValuePair.Create(bot.Id, poll));
        }
    }

    /// <summary>Ends the poll that waits, for the given reason.</summary>
    public void TakeOver(long botId, string reason, Poll? by = null)
    {
        Poll? ended = null;
        if (by is not null)
        {
            _waiting.AddOrUpdate(botId, by, (_, current) =>
            {
                ended = current;
                return by;
            });
        }
        else
        {
            _waiting.TryRemove(botId, out ended);
        }

        ended?.End(reason);
    }

    private async Task<IReadOnlyList<PendingUpdate>> WaitForUpdatesAsync(Bot bot, long offset, int limit, DateTimeOffset until, Poll poll, CancellationToken aborted)
    {
        while (true)
        {
            var changed = world.Changed.Next;
            var found = world.Look(_ => Read(bot.Id, offset, limit));
            if (found.Count > 0 && !poll.Ended.IsCompleted)
            {
                return found;
            }

            var woken = await world.Clock.WaitUntilAsync(until, Task.WhenAny(changed, poll.Ended), aborted).ConfigureAwait(false);
            if (poll.Ended.IsCompleted)
            {
                await RefuseAsync(bot.Id, await poll.Ended.ConfigureAwait(false), aborted).ConfigureAwait(false);
            }

            if (!woken)
            {
                return [];
            }
        }
    }

    /// <summary>The first 409 is immediate; those after it within 3 s are held back, which keeps two instances from a storm.</summary>
    private async Task RefuseAsync(long botId, string reason, CancellationToken aborted)
    {
        var now = world.Now;
        if (_nextConflict.TryGetValue(botId, out var next) && now < next)
        {
            await world.Clock.WaitUntilAsync(now + ConflictPause, new TaskCompletionSource().Task, aborted).ConfigureAwait(false);
        }
        else
        {
            _nextConflict[botId] = now + ConflictPause;
        }

        throw Refusal.Conflict(reason);
    }

    private List<PendingUpdate> Read(long botId, long offset, int limit)
    {
        var now = world.Now;
        var alive = world.Updates.Of(botId).Where(update => update.ExpiresAt > now).ToList();
        return offset < 0 ? alive.TakeLast((int)Math.Min(-offset, int.MaxValue)).Take(limit).ToList() : alive.Where(update => update.UpdateId >= offset).Take(limit).ToList();
    }

    internal sealed class Poll
    {
        private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Ended => _ended.Task;

        public void End(string reason) => _ended.TrySetResult(reason);
    }

    private sealed record Previous(long Offset, DateTimeOffset Started);
}
