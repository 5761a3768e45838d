using System.Diagnostics;

namespace Marketplace.Benchmarks.Ledger.Load;

/// <summary>Reads what is spent between two moments.</summary>
internal sealed class Meter(int? serverProcess)
{
    private readonly long startedAt = TimeProvider.System.GetTimestamp();
    private readonly TimeSpan client = Process.GetCurrentProcess().TotalProcessorTime;
    private readonly TimeSpan? server = serverProcess is { } id ? Machine.ProcessorTimeOf(id) : null;
    private readonly long allocated = GC.GetTotalAllocatedBytes();

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(startedAt);

    public Costs Each(long count) => new(
        (Process.GetCurrentProcess().TotalProcessorTime - client).TotalMicroseconds / count,
        server is { } before ? (Machine.ProcessorTimeOf(serverProcess!.Value) - before)?.TotalMicroseconds / count : null,
        (double)(GC.GetTotalAllocatedBytes() - allocated) / count);
}
