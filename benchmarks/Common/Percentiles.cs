namespace Marketplace.Benchmarks;

/// <summary>How long something took, of one round.</summary>
internal sealed record Percentiles(double P50, double P95, double P99, double Longest)
{
    public static Percentiles Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return new Percentiles(At(50), At(95), At(99), sorted[^1]);

        // The nearest rank: a time that somebody really waited.
        double At(int percent) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];
    }
}
