namespace Marketplace.Benchmarks.Foundation.Reporting;

/// <summary>Of one round.</summary>
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

/// <summary>What one round measured, in the order of the printout.</summary>
internal sealed class Measurements
{
    private readonly List<(string Name, string Unit, double Value)> values = [];

    public IReadOnlyList<(string Name, string Unit, double Value)> Values => values;

    public void Add(string name, string unit, double value) => values.Add((name, unit, value));

    public void Add(string name, Percentiles percentiles)
    {
        Add($"{name}, p50", "ms", percentiles.P50);
        Add($"{name}, p95", "ms", percentiles.P95);
        Add($"{name}, p99", "ms", percentiles.P99);
        Add($"{name}, longest", "ms", percentiles.Longest);
    }
}
