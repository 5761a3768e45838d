using System.Diagnostics;
using System.Text.Json;
using Marketplace.Benchmarks.Tron.Rows;
using Marketplace.Tron;

namespace Marketplace.Benchmarks.Tron;

/// <summary>What one process measured: operations for each second of processor time it used, whatever else the machine does.</summary>
/// <param name="Subject">Who.</param>
/// <param name="PerSecond">By row.</param>
/// <param name="Kilobytes">Garbage for each operation, by row; none for other people's programs.</param>
internal sealed record Measured(string Subject, Dictionary<string, double> PerSecond, Dictionary<string, double>? Kilobytes)
{
    // Long enough for the compiler to have made its best of it.
    private const double WarmUpPart = 0.6;

    public static void Print(IEnumerable<Operation> operations, TimeSpan window)
    {
        var (perSecond, kilobytes) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        foreach (var operation in operations)
        {
            Measure(operation, window * WarmUpPart);
            var allocated = GC.GetTotalAllocatedBytes();
            var (count, used) = Measure(operation, window);
            perSecond[operation.Key] = count / used.TotalSeconds;
            kilobytes[operation.Key] = (GC.GetTotalAllocatedBytes() - allocated) / 1_000.0 / count;
        }

        Console.WriteLine(JsonSerializer.Serialize(new Measured(TronAcceleration.Description, perSecond, kilobytes)));
    }

    private static (long Count, TimeSpan Used) Measure(Operation operation, TimeSpan window)
    {
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        for (var count = 0L; ;)
        {
            for (var i = 0; i < operation.Batch; i++)
            {
                operation.Work((int)(count++ & 0x7FFFFFF));
            }

            process.Refresh();
            var used = process.TotalProcessorTime - start;
            if (used >= window)
            {
                return (count, used);
            }
        }
    }
}
