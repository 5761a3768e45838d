namespace Marketplace.Benchmarks.Ledger.Load;

/// <summary>What one row did in one round.</summary>
/// <param name="PerSecond">Transfers (or participations) a second.</param>
/// <param name="Times">Of one call; null for a peer that tells none.</param>
/// <param name="Costs">What one transfer cost; null for a peer.</param>
/// <param name="Remark">What else is to be said.</param>
internal sealed record Sample(double PerSecond, Percentiles? Times, Costs? Costs = null, string? Remark = null);

/// <summary>Of one transfer.</summary>
/// <param name="Client">Microseconds of processor time of this process.</param>
/// <param name="Server">Microseconds of processor time of PostgreSQL; null where it is not ours to look at, or not used.</param>
/// <param name="Allocated">Bytes.</param>
internal sealed record Costs(double Client, double? Server, double Allocated);
