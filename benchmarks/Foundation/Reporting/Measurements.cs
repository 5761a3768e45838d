namespace Marketplace.Benchmarks.Foundation.Reporting;

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
