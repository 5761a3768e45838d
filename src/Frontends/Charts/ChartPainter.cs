using Microsoft.Extensions.Logging;

namespace Marketplace.Frontends.Charts;

/// <summary>Draws one chart after the other: whoever presses a button again and again keeps one processor busy, and not all.</summary>
internal sealed class ChartPainter(ILogger<ChartPainter> logger) : IChartPainter, IDisposable
{
    private readonly SemaphoreSlim brush = new(1);
    private bool cannotDraw;

    public async Task<ReadOnlyMemory<byte>?> PaintAsync(DayChart chart, CancellationToken cancellationToken)
    {
        await brush.WaitAsync(cancellationToken);
        try
        {
            return cannotDraw ? null : DayBars.Draw(chart);
        }
        catch (Exception exception) when (IsOfTheMachine(exception))
        {
            cannotDraw = true;
            logger.LogWarning(exception, "This machine can not draw: charts are shown in words alone");
            return null;
        }
        finally
        {
            brush.Release();
        }
    }

    public void Dispose() => brush.Dispose();

    /// <summary>There is no native library for this system, or a wrong one: that is not going to change.</summary>
    internal static bool IsOfTheMachine(Exception? exception) =>
        exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
        || (exception is TypeInitializationException && IsOfTheMachine(exception.InnerException));
}
