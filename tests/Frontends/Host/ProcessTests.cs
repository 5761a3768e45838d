using System.Diagnostics;

namespace Marketplace.Host.Tests;

/// <summary>The program as an operator starts it.</summary>
public class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_refusal_is_one_line_of_the_error_stream_and_an_exit_code()
    {
        await using var worlds = new Worlds();
        using var process = Start(worlds.Arguments(("Tron:Network", "moon")));

        var error = await process.StandardError.ReadToEndAsync();
        await ExitAsync(process);

        Assert.That(error.TrimEnd(), Is.EqualTo("Tron__Network 'moon' is unknown; it is devnet, nile, shasta or mainnet."));
        Assert.That(process.ExitCode, Is.EqualTo(78));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no SIGTERM")]
    public async Task SIGTERM_ends_it_in_peace()
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        using var process = Start(worlds.Arguments());
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Running: ", StringComparison.Ordinal))
            {
            }

            // What draws is loaded by the first chart, and by nothing before.
            var loaded = File.Exists($"/proc/{process.Id}/maps") ? await File.ReadAllTextAsync($"/proc/{process.Id}/maps") : string.Empty;
            Assert.That(loaded, Does.Not.Contain("libSkiaSharp").And.Not.Contain("ScottPlot.dll"));
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            var rest = process.StandardOutput.ReadToEndAsync();
            await ExitAsync(process);

            Assert.That(process.ExitCode, Is.Zero, await process.StandardError.ReadToEndAsync());
            Assert.That(await rest, Does.Not.Contain("fail:").And.Not.Contain("crit:"));
        }
        finally
        {
            process.Kill();
        }
    }

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(TestContext.CurrentContext.TestDirectory, "Marketplace.Host.dll"), .. arguments])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task ExitAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
    }
}
