using Microsoft.Extensions.Logging;

namespace Marketplace.Persistence.Work;

/// <summary>
/// Tells of a failure that comes again and again once with all its details, then at each tenfold by a count, and says when it is over. A full disk is not to be filled
/// further by stories about it.
/// </summary>
internal sealed class RepeatedFailure(string work, ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly HashSet<string> told = [];
    private int count;
    private int next = 10;

    /// <summary>Notes a failure.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>How long to wait before the next try: 1 s, 2 s, 4 s, ... 10 s.</returns>
    public TimeSpan Add(Exception exception)
    {
        count++;
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 1 << Math.Min(count - 1, 10)));
        if (told.Add(Kind(exception)))
        {
            logger.LogError(exception, "Work {Work} failed; it goes on in {Delay}. The same failure again is only counted", work, pause);
        }
        else if (count >= next)
        {
            logger.LogError("Work {Work} failed {Count} times in a row, the last time with: {Reason}", work, count, exception.Message);
        }

        next = count >= next ? next * 10 : next;
        return pause;
    }

    /// <summary>A turn went well.</summary>
    public void End()
    {
        if (count > 1)
        {
            logger.LogWarning("Work {Work} goes on after {Count} failures in a row", work, count);
        }

        told.Clear();
        (count, next) = (0, 10);
    }

    /// <summary>By the types, for messages hold numbers and times.</summary>
    private static string Kind(Exception exception) => exception.InnerException is { } inner ? $"{exception.GetType()} {Kind(inner)}" : exception.GetType().ToString();
}
