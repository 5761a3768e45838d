using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Marketplace.Benchmarks.Tron.Peers;
using Marketplace.Benchmarks.Tron.Reporting;
using Marketplace.Benchmarks.Tron.Rows;

namespace Marketplace.Benchmarks.Tron;

/// <summary>Each round is a new process of each subject, one after the other.</summary>
internal sealed class Run(Options options)
{
    private readonly string seconds = options.Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    public async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-benchmark-tron-").FullName;
        try
        {
            var report = new Report();
            var peer = new TronWebPeer(folder);
            var missing = await peer.InstallAsync();
            await DescribeAsync(report, missing);
            for (var round = 1; round <= options.Rounds; round++)
            {
                report.Note($"Load average before round {round}: {Machine.LoadAverage()}.");
                Console.WriteLine($"Round {round} of {options.Rounds} …");
                report.Add(
                    missing is null ? await MeasureAsync(peer.Command(seconds)) : null,
                    await MeasureAsync(Own(managedOnly: true)),
                    await MeasureAsync(Own(managedOnly: false)));
            }

            await report.WriteAsync(Console.Out, options.Json);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ProcessStartInfo Own(bool managedOnly)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Launcher(), "--measure", seconds]);
        start.Environment["MARKETPLACE_TRON_MANAGED_ONLY"] = managedOnly ? "1" : "0";
        // The compiler's second try would otherwise come while the figures are taken.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private static string[] Launcher() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "Marketplace.Benchmarks.Tron.dll")] : [];

    private static async Task<Measured> MeasureAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Measured>(output)!
            : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}.");
    }

    private async Task DescribeAsync(Report report, string? missing)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Machine.Repository(), "rev-parse", "--short", "HEAD"]) { RedirectStandardOutput = true })!;
        var commit = (await git.StandardOutput.ReadToEndAsync()).Trim();
        report.Note($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {commit}; median, least and most of {options.Rounds} rounds, {options.Window.TotalSeconds:0.#} s of processor time for each row in each.");
        report.Note($"{Environment.ProcessorCount} processors ({Machine.Processor()}); {RuntimeInformation.FrameworkDescription}; {RuntimeInformation.OSDescription}.");
        report.Note($"The block has 400 transactions and {ScanRows.JsonBytes / 1024} KiB of JSON.");
        if (missing is not null)
        {
            report.Note($"Without TronWeb there is nothing to compare with: {missing}.");
        }
#if DEBUG
        report.Note($"A DEBUG BUILD: these figures mean nothing. Run with -c Release.");
#endif
    }
}
