using System.Globalization;

namespace Marketplace.Frontends;

/// <summary>Draws numbers that a screen also says in words. Optional: where nobody draws, the words are all there is.</summary>
public interface IChartPainter
{
    /// <summary>Draws a number for each day, to be read on a phone.</summary>
    /// <param name="chart">What is drawn.</param>
    /// <param name="cancellationToken">Ends the wait for whoever draws before.</param>
    /// <returns>A picture in PNG, or null where this machine can not draw.</returns>
    Task<ReadOnlyMemory<byte>?> PaintAsync(DayChart chart, CancellationToken cancellationToken);
}

/// <summary>A number for each day.</summary>
/// <param name="Title">What it is about, in our own words: what people wrote may have letters that no font here has.</param>
/// <param name="DayLabel">What the days are.</param>
/// <param name="CountLabel">What is counted.</param>
/// <param name="Days">At least one day, oldest first, without a gap.</param>
/// <param name="Culture">Whose dates and numbers.</param>
public sealed record DayChart(string Title, string DayLabel, string CountLabel, IReadOnlyList<DayCount> Days, CultureInfo Culture);

/// <summary>A day and its number.</summary>
/// <param name="Day">Which.</param>
/// <param name="Count">0 or more.</param>
public sealed record DayCount(DateOnly Day, long Count);
