using System.Globalization;

namespace Marketplace.Benchmarks;

/// <summary>What a reader of figures must know of the machine that made them.</summary>
internal static class Machine
{
    /// <summary>Processes that ran or wanted to, over the last minute.</summary>
    public static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    public static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown"
        : "unknown";

    /// <summary>How long the disk takes to keep 8 KB for good: the price of one commit. Median of 200.</summary>
    public static double SyncMilliseconds(string folder)
    {
        var path = Path.Combine(folder, "sync.probe");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        var page = new byte[8_192];
        return Percentiles.Of(Enumerable.Range(0, 200).Select(_ =>
        {
            var start = TimeProvider.System.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            return TimeProvider.System.GetElapsedTime(start);
        })).P50;
    }

    /// <summary>The folder of the repository.</summary>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Marketplace.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmark runs from within the repository only.");
        }

        return folder.FullName;
    }

    /// <summary>Processor time of a server's processes so far, its ended ones included; null where the system does not tell.</summary>
    /// <param name="parent">The process that starts the others.</param>
    public static TimeSpan? ProcessorTimeOf(int parent)
    {
        const int ticksASecond = 100;
        if (!File.Exists($"/proc/{parent}/stat"))
        {
            return null;
        }

        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                // Field 4 is the parent; 14 and 15 its own time, 16 and 17 that of its ended children. The name before them may hold spaces.
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                var isParent = Path.GetFileName(folder) == parent.ToString(CultureInfo.InvariantCulture);
                if (isParent || fields[1] == parent.ToString(CultureInfo.InvariantCulture))
                {
                    ticks += fields[11..(isParent ? 15 : 13)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return TimeSpan.FromSeconds((double)ticks / ticksASecond);
    }
}
