using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Marketplace.Frontends.Telegram.Polling;

/// <summary>What a host's health page may know about the arrival of updates.</summary>
/// <param name="Lease">The name of the lease that whoever polls holds.</param>
/// <param name="IsHere">True where this process polls.</param>
/// <param name="Quiet">How long ago Telegram last answered a poll and the answer was stored; since the start where it never was.</param>
/// <param name="ClockAhead">At least how far this machine's clock is ahead of Telegram's, behind where negative; zero while they agree within seconds.</param>
public sealed record TelegramPolling(string Lease, bool IsHere, TimeSpan Quiet, TimeSpan ClockAhead);

/// <summary>
/// Looks on while updates are taken. A message that ends a long wait was sent just now, so its date tells what Telegram's clock says; one that waited for us tells nothing. Two in a
/// row must agree: a single message may have been under way for long.
/// </summary>
internal sealed class PollingWatch(TimeProvider time, ILogger<PollingWatch> logger)
{
    /// <summary>More than any answer takes that does not wait for something to happen.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(5);

    /// <summary>Telegram dates in whole seconds, and a message takes its time.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(2);

    /// <summary>What the judgement of proofs allows for anyway.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private long asked = time.GetTimestamp();
    private long stored = time.GetTimestamp();
    private long aheadTicks;
    private bool suspected;

    /// <summary>True where this process polls.</summary>
    public bool IsHere { get; set; }

    public TimeSpan Quiet => time.GetElapsedTime(Interlocked.Read(ref stored));

    public TimeSpan ClockAhead => new(Interlocked.Read(ref aheadTicks));

    /// <summary>A poll begins.</summary>
    public void Asked() => asked = time.GetTimestamp();

    /// <summary>A poll was answered, and the answer is stored.</summary>
    /// <param name="batch">The answer.</param>
    /// <param name="arrivedAt">When it came, by this machine's clock.</param>
    /// <param name="waited">How long it let us wait.</param>
    public void Stored(JsonElement batch, DateTimeOffset arrivedAt, TimeSpan waited)
    {
        Interlocked.Exchange(ref stored, time.GetTimestamp());
        if (NewestDate(batch) is { } sentAt)
        {
            Judge(sentAt - arrivedAt is { Ticks: > 0 } behind ? -behind : waited >= LongWait && arrivedAt - sentAt > OnTheWay ? arrivedAt - sentAt - OnTheWay : TimeSpan.Zero);
        }
    }

    /// <summary>How long the poll that was just answered lasted.</summary>
    public TimeSpan Waited() => time.GetElapsedTime(asked);

    private void Judge(TimeSpan ahead)
    {
        var before = ClockAhead;
        var wrong = ahead.Duration() > Tolerance;
        if (!wrong)
        {
            Interlocked.Exchange(ref aheadTicks, 0);
            if (before != TimeSpan.Zero)
            {
                logger.LogInformation("This machine's clock agrees with Telegram's again");
            }
        }
        else if (suspected)
        {
            Interlocked.Exchange(ref aheadTicks, ahead.Ticks);
            if (before == TimeSpan.Zero)
            {
                logger.LogWarning(
                    "This machine's clock is {Difference} s {Direction} Telegram's: set it right, for rewards, limits and cool-downs go by it",
                    (long)ahead.Duration().TotalSeconds,
                    ahead > TimeSpan.Zero ? "ahead of" : "behind");
            }
        }

        suspected = wrong;
    }

    /// <summary>Of what a person did in a chat; a press carries the date of the message it is on.</summary>
    private static DateTimeOffset? NewestDate(JsonElement batch)
    {
        var newest = 0L;
        foreach (var update in batch.EnumerateArray())
        {
            foreach (var kind in (string[])["message", "my_chat_member"])
            {
                if (update.ValueKind == JsonValueKind.Object && update.TryGetProperty(kind, out var content) && content.ValueKind == JsonValueKind.Object
                    && content.TryGetProperty("date", out var date) && date.ValueKind == JsonValueKind.Number && date.TryGetInt64(out var seconds))
                {
                    newest = Math.Max(newest, seconds);
                }
            }
        }

        return newest is > 0 and <= LastSecond ? DateTimeOffset.FromUnixTimeSeconds(newest) : null;
    }

    /// <summary>Of the year 9999.</summary>
    private const long LastSecond = 253_402_300_799;
}
