using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Persistence.Leases;

/// <summary>
/// Names an owner of leases so that another process of the same machine can tell that it is dead: what a killed host held is free at once, not when it would
/// have ended. Where the two can't be sure to see the same processes (another machine, another container, no <c>/proc</c>) nobody is taken for dead.
/// </summary>
public static class LeaseOwner
{
    /// <summary>Which kernel since which start, which process ids, which user's: only those who share all of it can look for each other's processes.</summary>
    private static readonly string World = DescribeWorld();
    private static readonly string Process = $"{Environment.MachineName}:{Environment.ProcessId}:{World}:{StartOf(Environment.ProcessId) ?? 0}";

    /// <summary>A new owner: this process, and one of its workers.</summary>
    public static string New() => $"{Process}:{Random.Shared.Next():x8}";

    /// <summary>True where the process of that name has certainly ended.</summary>
    /// <param name="owner">As <see cref="New"/> made it; any other text is nobody's who could be dead.</param>
    internal static bool IsGone(string owner)
    {
        if (owner.Split(':') is not [_, var id, var world, var started, _] || world != World || world.Length == 0
            || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            || !long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var start) || start == 0)
        {
            return false;
        }

        try
        {
            return StartOf(process) != start;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return false;
        }
    }

    /// <summary>When a process started, in ticks since the kernel did; null where there is none, or only what its parent has not buried yet. See proc_pid_stat(5).</summary>
    private static long? StartOf(int process)
    {
        const int State = 0;
        const int StartTime = 19;
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            // Behind the name, which may itself hold spaces and brackets.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[State] is "Z" or "X" or "x" ? null : long.Parse(fields[StartTime], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string DescribeWorld()
    {
        try
        {
            return File.Exists("/proc/self/stat") && new FileInfo("/proc/self/ns/pid").LinkTarget is { } processes
                ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                    $"{File.ReadAllText("/proc/sys/kernel/random/boot_id")}|{processes}|{Environment.UserName}")))[..16]
                : string.Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
