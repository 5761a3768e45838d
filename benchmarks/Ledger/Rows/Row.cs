using Marketplace.Benchmarks.Ledger.Load;

namespace Marketplace.Benchmarks.Ledger.Rows;

/// <summary>What a row is measured with.</summary>
/// <param name="Market">On a funded database of its own.</param>
/// <param name="Options">How long.</param>
/// <param name="ServerProcess">Whose processor time is the server's.</param>
internal sealed record Bench(Market Market, Options Options, int? ServerProcess)
{
    public Task<Sample> LoopAsync(int callers, Func<int, Task<int>> act) => ClosedLoop.RunAsync(callers, Options, ServerProcess, act);
}

/// <summary>One line of the table.</summary>
/// <param name="Key">For <c>--only</c>, and the first word of the name.</param>
/// <param name="Name">In words.</param>
/// <param name="AtLeast">The ratio to pgbench that the specification asks for; null for a line that only explains another.</param>
/// <param name="OnSqlite">On which engine.</param>
/// <param name="RunAsync">One round.</param>
internal sealed record Row(string Key, string Name, double? AtLeast, bool OnSqlite, Func<Bench, Task<Sample>> RunAsync)
{
    /// <summary>True where the host's background work runs beside it.</summary>
    public bool WithWorks { get; init; }

    /// <summary>The p99 in milliseconds that it may not pass, where a delay is what counts.</summary>
    public double? P99AtMost { get; init; }
}
