using Marketplace.Benchmarks.Ledger.Load;
using Marketplace.Benchmarks.Ledger.Rows;

namespace Marketplace.Benchmarks.Ledger.Reporting;

/// <summary>A row over all rounds.</summary>
internal sealed class Line(string key, string name, double? atLeast, double? p99AtMost)
{
    private readonly List<(Sample Sample, double? Ratio)> rounds = [];

    public Line(Row row)
        : this(row.Key, row.Name, row.AtLeast, row.P99AtMost)
    {
    }

    public string Key => key;

    public string Name => name;

    public double? AtLeast => atLeast;

    public double? P99AtMost => p99AtMost;

    public Spread PerSecond => Spread.Of(rounds.Select(round => round.Sample.PerSecond))!;

    /// <summary>To pgbench in the same round.</summary>
    public Spread? Ratio => Spread.Of(rounds.Select(round => round.Ratio));

    public Spread? P50 => Spread.Of(rounds.Select(round => round.Sample.Times?.P50));

    public Spread? P99 => Spread.Of(rounds.Select(round => round.Sample.Times?.P99));

    public Spread? ClientMicroseconds => Spread.Of(rounds.Select(round => round.Sample.Costs?.Client));

    public Spread? ServerMicroseconds => Spread.Of(rounds.Select(round => round.Sample.Costs?.Server));

    public Spread? AllocatedKilobytes => Spread.Of(rounds.Select(round => round.Sample.Costs?.Allocated / 1_000));

    public IReadOnlyList<string> Remarks => [.. rounds.Select(round => round.Sample.Remark).OfType<string>().Distinct()];

    /// <summary>Null where nothing is asked of it, or nothing can be said.</summary>
    public bool? Holds => atLeast is { } least ? Ratio?.Median >= least : p99AtMost is { } most ? P99?.Median <= most : null;

    public void Add(Sample sample, double? peer) => rounds.Add((sample, sample.PerSecond / peer));
}

/// <summary>Median, least and most of the rounds.</summary>
internal sealed record Spread(double Median, double Least, double Most)
{
    public static Spread? Of(IEnumerable<double?> values)
    {
        var sorted = values.OfType<double>().Order().ToArray();
        return sorted.Length == 0 ? null : new Spread(sorted[sorted.Length / 2], sorted[0], sorted[^1]);
    }

    public static Spread? Of(IEnumerable<double> values) => Of(values.Select(value => (double?)value));
}
