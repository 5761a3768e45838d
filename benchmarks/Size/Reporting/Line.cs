namespace Marketplace.Benchmarks.Size.Reporting;

/// <summary>A screen on an engine.</summary>
/// <param name="Screen">Its name.</param>
/// <param name="Engine">The engine's.</param>
/// <param name="ClientMilliseconds">Processor time of this process, for each time it was asked.</param>
/// <param name="ServerMilliseconds">Processor time of the database's processes; null where it has none, or they are another machine's.</param>
/// <param name="WallMilliseconds">The median.</param>
/// <param name="Rows">What was answered.</param>
/// <param name="Plans">A line for each statement.</param>
internal sealed record Line(
    string Screen, string Engine, double ClientMilliseconds, double? ServerMilliseconds, double WallMilliseconds, int Rows, IReadOnlyList<string> Plans)
{
    public const double AtMost = 20;

    public double Milliseconds => ClientMilliseconds + (ServerMilliseconds ?? 0);
}
