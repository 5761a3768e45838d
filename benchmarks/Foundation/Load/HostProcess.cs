using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Marketplace.Benchmarks.Foundation.Load;

/// <summary>Memory in bytes: resident now, the most it ever was, and what the garbage collector holds (null where the host does not tell).</summary>
internal sealed record Memory(long Resident, long Peak, long? ManagedHeap);

/// <summary>Marketplace.Host as an operator runs it: its own process, its own defaults, the outside worlds given by settings.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process process;
    private readonly Uri url;
    private readonly Queue<string> output = new();

    private HostProcess(Process process, Uri url) => (this.process, this.url) = (process, url);

    /// <summary>What runs; empty until it is published or named.</summary>
    public static string Program { get; set; } = string.Empty;

    /// <summary>Publishes the host for this machine, as an operator does: compiled ahead of time.</summary>
    public static async Task PublishAsync()
    {
        var (repository, folder) = (Machine.Repository(), Path.Combine(Machine.Repository(), "artifacts", "benchmarks", "host"));
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["publish", Path.Combine(repository, "src", "Frontends", "Host"), "-c", "Release", "--use-current-runtime", "--self-contained", "false", "-o", folder, "-v", "quiet"]))!;
        await publish.WaitForExitAsync();
        Program = publish.ExitCode == 0 ? Path.Combine(folder, "Marketplace.Host.dll") : throw new InvalidOperationException("The host could not be published.");
    }

    public static HostProcess Start(IEnumerable<string> settings)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}/");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in settings.Prepend(Program).Append($"--Http:Url={url}"))
        {
            start.ArgumentList.Add(argument);
        }

        var host = new HostProcess(Process.Start(start)!, url);
        host.process.OutputDataReceived += (_, line) => host.Remember(line.Data);
        host.process.ErrorDataReceived += (_, line) => host.Remember(line.Data);
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    /// <summary>What the host said last: for a failure's report.</summary>
    public string LastWords
    {
        get
        {
            lock (output)
            {
                return string.Join(Environment.NewLine, output);
            }
        }
    }

    /// <summary>Processor time so far. Unlike the clock, it hardly depends on what else the machine does.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public async Task<Memory> ReadMemoryAsync()
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(url, "metrics"));
        var heap = metrics.Split('\n').FirstOrDefault(line => line.StartsWith("dotnet_gc_last_collection_memory_committed_size_bytes", StringComparison.Ordinal))?.Split(' ')[1];
        process.Refresh();
        var peak = process.PeakWorkingSet64;
        return new Memory(process.WorkingSet64, peak, heap is null ? null : long.Parse(heap, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            _ = Kill(process.Id, PosixTerminate);
            using var late = new CancellationTokenSource(Patience, TimeProvider.System);
            try
            {
                await process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }

        process.Dispose();
    }

    private const int PosixTerminate = 15;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Remember(string? line)
    {
        lock (output)
        {
            output.Enqueue(line ?? string.Empty);
            if (output.Count > 40)
            {
                output.Dequeue();
            }
        }
    }
}
