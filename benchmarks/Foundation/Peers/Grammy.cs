using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Marketplace.Benchmarks.Foundation.Load;
using Marketplace.Benchmarks.Foundation.Reporting;
using Marketplace.Benchmarks.Foundation.StandIn;
using Marketplace.Testing;

namespace Marketplace.Benchmarks.Foundation.Peers;

/// <summary>A well-known bot framework in the same run, on the same machine, against the same stand-in: what the figures are compared to.</summary>
internal sealed class Grammy(string folder)
{
    private static readonly string[] Packages = ["grammy@1.46.0", "better-sqlite3@12.11.1", "pg@8"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Installs it into a folder of its own.</summary>
    /// <returns>Why it can not be, or null.</returns>
    public async Task<string?> InstallAsync()
    {
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true}""");
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--silent", "--no-audit", "--no-fund", .. Packages])
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

    /// <summary>Without a database, in one of its two ways to answer.</summary>
    public Task<Measurements> RunAsync(string mode, Scale scale) => RunAsync(mode, scale, "none", string.Empty);

    /// <summary>With the rows that the marketplace writes for each update, on the same engine.</summary>
    public async Task<Measurements> RunAsync(TestEngine engine, Scale scale)
    {
        await using var database = await engine.CreateAsync();
        var settings = new DbConnectionStringBuilder { ConnectionString = database.ConnectionString };
        string? Setting(string name) => settings.TryGetValue(name, out var value) ? value.ToString() : null;
        return engine == TestEngine.Sqlite
            ? await RunAsync("concurrent", scale, "sqlite", Setting("Data Source")!)
            : await RunAsync("concurrent", scale, "postgresql", JsonSerializer.Serialize(new
            {
                host = Setting("Host"),
                port = Setting("Port"),
                user = Setting("Username"),
                password = Setting("Password"),
                database = Setting("Database"),
            }));
    }

    private async Task<Measurements> RunAsync(string mode, Scale scale, string database, string connection)
    {
        await using var api = await FastBotApi.StartAsync();
        var people = Enumerable.Range(1, scale.People).Select(index => api.AddPerson(index)).ToList();
        using var node = Process.Start(new ProcessStartInfo(
            "node", [Path.Combine(AppContext.BaseDirectory, "Peers", "grammy.mjs"), folder, api.Url.ToString(), FastBotApi.Token, mode, database, connection]))!;
        try
        {
            await people[0].AskAsync("/balance", "Your balance");
            var measured = new Measurements();
            if (mode == "concurrent")
            {
                await Commands.SteadyAsync(people, scale.Pause, scale.WarmUp);
                var steady = await MeasureAsync(() => Commands.SteadyAsync(people, scale.Pause, scale.Steady));
                measured.Add("command, steady", Commands.Received(steady.Acts));
                measured.Add("command, steady, processor time each", "ms", steady.PerAct.TotalMilliseconds);
            }
            else
            {
                await Commands.BurstAsync(people);
            }

            var burst = await MeasureAsync(() => Commands.BurstsAsync(people, 3));
            measured.Add("command, everybody at once", Commands.Received(burst.Acts));
            measured.Add("command, everybody at once, from the act", Commands.Acted(burst.Acts));
            measured.Add("command, everybody at once, processor time each", "ms", burst.PerAct.TotalMilliseconds);
            return measured;
        }
        finally
        {
            node.Kill();
        }

        async Task<(IReadOnlyList<Act> Acts, TimeSpan PerAct)> MeasureAsync(Func<Task<IReadOnlyList<Act>>> load)
        {
            node.Refresh();
            var before = node.TotalProcessorTime;
            var acts = await load();
            node.Refresh();
            return (acts, (node.TotalProcessorTime - before) / acts.Count);
        }
    }
}
