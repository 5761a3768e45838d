using System.Collections.Concurrent;
using System.Diagnostics;

namespace Marketplace.EndToEnd.Tests.Processes;

/// <summary>One of our programs in a process of its own; what it says is kept, and it does not outlive the test.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> said = new();
    private readonly SemaphoreSlim news = new(0);

    private Child(string project, IEnumerable<string> arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        // Each program from its own folder, as it was built: artifacts/bin/<project>/<configuration>.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var assembly = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, $"{project}.dll"));
        process = new Process
        {
            StartInfo = new ProcessStartInfo(dotnet, [assembly, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += EndWithUs;
    }

    /// <summary>The host an operator runs.</summary>
    public static Child Market(IEnumerable<string> settings) => new("Marketplace.Host", settings);

    /// <summary>The sandbox as the README starts it.</summary>
    public static Child Sandbox(params string[] arguments) => new("Marketplace.Samples.Sandbox", arguments);

    public bool HasExited => process.HasExited;

    public string Output => string.Join('\n', said);

    /// <summary>SIGKILL: no farewell, no flush, nothing handed back.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager stops it.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return await ExitAsync(cancellationToken);
    }

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Waits for a line that holds these words.</summary>
    public async Task<string> LineAsync(string words, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (said.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            Assert.That(process.HasExited && news.CurrentCount == 0, Is.False, $"It ended without saying “{words}”:\n{Output}");
            await news.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndWithUs;
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        news.Dispose();
    }

    private void EndWithUs(object? sender, EventArgs e) => process.Kill();

    private void Keep(string? line)
    {
        // Null is the end of a stream: whoever waits for a line shall look whether there can still be one.
        if (line is not null)
        {
            said.Enqueue(line);
        }

        news.Release();
    }
}
