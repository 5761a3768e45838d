namespace Marketplace.Benchmarks.Tron.Rows;

/// <summary>A row.</summary>
/// <param name="Key">By which the subjects' figures are put side by side.</param>
/// <param name="Work">Does it once; the number counts up.</param>
/// <param name="Batch">How many times before the clock is looked at: about 10 ms of work.</param>
internal sealed record Operation(string Key, Action<int> Work, int Batch);
