using Marketplace.Frontends.Sandbox.Telegram.Actions;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.People;

namespace Marketplace.Frontends.Sandbox.Telegram.ControlApi;

/// <summary>Reads that wait for something to read, so that neither a tour nor a test ever polls.</summary>
internal static class Waiting
{
    private const double LongestSeconds = 60;

    /// <summary>The messages changed after a version (new, edited or deleted), oldest first; waits while there are none.</summary>
    public static Task<HistoryView> ForMessagesAsync(TelegramWorld world, Person person, Bot bot, long after, double seconds, int limit, CancellationToken aborted) =>
        UntilAsync(world, seconds, () => HistoryOf(world, person, bot, after, limit), history => history.Messages.Count > 0, aborted);

    public static Task<CallbackView> ForAnswerAsync(TelegramWorld world, string callbackId, double seconds, CancellationToken aborted) =>
        UntilAsync(
            world,
            seconds,
            () => CallbackView.Of(world.Callbacks.Find(callbackId) ?? throw Rejection.NotFound($"nobody pressed {callbackId}")),
            callback => callback.Answered,
            aborted);

    public static Task<PaymentView> ForPaymentAsync(TelegramWorld world, string id, double seconds, CancellationToken aborted) =>
        UntilAsync(world, seconds, () => PaymentView.Of(world, id), payment => payment.Answered, aborted);

    public static Task<InlineView> ForResultsAsync(TelegramWorld world, string id, double seconds, CancellationToken aborted) => UntilAsync(
        world,
        seconds,
        () => world.InlineQueries.Find(id) is { Results: { } results } ? new InlineView(id, true, results) : new InlineView(id, false, null),
        query => query.Answered,
        aborted);

    private static HistoryView HistoryOf(TelegramWorld world, Person person, Bot bot, long after, int limit) => new(
        world.Version,
        [.. world.Messages.Of(person.Id, bot.Id)
            .Where(message => message.Version > after && (after > 0 || !message.Deleted))
            .TakeLast(Math.Clamp(limit, 1, 5_000))
            .Select(message => MessageView.Of(world, message))]);

    /// <summary>Waits in real time even where the sandbox's clock is advanced: the wait is the caller's patience, not the world's.</summary>
    private static async Task<T> UntilAsync<T>(TelegramWorld world, double seconds, Func<T> look, Func<T, bool> enough, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        if (seconds > 0)
        {
            patience.CancelAfter(TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)));
        }

        while (true)
        {
            var changed = world.Changed.Next;
            var seen = world.Look(_ => look());
            if (seconds <= 0 || enough(seen) || patience.IsCancellationRequested)
            {
                return seen;
            }

            await Task.WhenAny(changed, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, patience.Token)).ConfigureAwait(false);
        }
    }
}
