using System.Diagnostics;
using Marketplace.Benchmarks.Foundation.Load;
using Marketplace.Benchmarks.Foundation.Reporting;
using Marketplace.Benchmarks.Foundation.StandIn;

namespace Marketplace.Benchmarks.Foundation.Peers;

/// <summary>A well-known bot framework in the same run, on the same machine, against the same stand-in: what the figures are compared to.</summary>
internal sealed class Grammy(string folder)
{
    public const string Version = "1.46.0";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Installs it into a folder of its own.</summary>
    /// <returns>Why it can not be, or null.</returns>
    public async Task<string?> InstallAsync()
    {
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true}""");
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--silent", "--no-audit", "--no-fund", $"grammy@{Version}"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            })!;
            using var late = new CancellationTokenSource(Patience, TimeProvider.System);
            await npm.WaitForExitAsync(late.Token);
            return npm.ExitCode == 0 ? null : $"npm ended with {npm.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return $"Node.js and npm are not there ({exception.Message})";
        }
        catch (OperationCanceledException)
        {
            return "npm did not come to an end";
        }
    }

    public async Task<Measurements> RunAsync(string mode, int count)
    {
        await using var api = await FastBotApi.StartAsync();
        var people = Enumerable.Range(1, count).Select(index => api.AddPerson(index)).ToList();
        using var node = Process.Start(new ProcessStartInfo(
            "node", [Path.Combine(AppContext.BaseDirectory, "Peers", "grammy.mjs"), folder, api.Url.ToString(), FastBotApi.Token, mode]))!;
        try
        {
            await people[0].AskAsync("/balance", "Your balance");
            // The first burst warms it up, as the marketplace is warm by then.
            await Commands.BurstAsync(people);
            var before = node.TotalProcessorTime;
            var acts = await Commands.BurstsAsync(people, 3);
            node.Refresh();
            var measured = new Measurements();
            measured.Add($"command, everybody at once, {mode}", Commands.Received(acts));
            measured.Add($"command, everybody at once, {mode}, from the act", Commands.Acted(acts));
            measured.Add($"command, everybody at once, {mode}, processor time each", "ms", ((node.TotalProcessorTime - before) / acts.Count).TotalMilliseconds);
            return measured;
        }
        finally
        {
            node.Kill();
        }
    }
}
