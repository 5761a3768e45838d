using System.ComponentModel;
using System.Diagnostics;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>
/// A second opinion: four clients by other authors, unmodified, which know nothing of us, play one scenario against the stand-in. Needs node and npm (which fetches the pinned
/// packages into a temporary directory); without them it is skipped, unless MARKETPLACE_REQUIRE_NODE=1 makes that a failure.
/// </summary>
public sealed class ClientTests
{
    private const int LeastSteps = 50;

    private static readonly string[] Packages =
        ["grammy@1.46.0", "telegraf@4.16.3", "node-telegram-bot-api@2.1.0", "ntba-old@npm:node-telegram-bot-api@0.67.0"];

    private DirectoryInfo _directory = null!;

    [OneTimeSetUp]
    public async Task InstallOrSkipAsync()
    {
        _directory = Directory.CreateTempSubdirectory("bot-clients-");
        foreach (var script in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "clients")))
        {
            File.Copy(script, Path.Combine(_directory.FullName, Path.GetFileName(script)));
        }

        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "package.json"), """{"private":true}""");
        try
        {
            var (exit, output) = await RunAsync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", .. Packages]);
            Skip(exit == 0 ? null : $"npm could not install {string.Join(", ", Packages)}: {output}");
        }
        catch (Win32Exception)
        {
            Skip("node and npm are not on this machine, so no client but our own tries the stand-in.");
        }
    }

    [OneTimeTearDown]
    public void Remove() => _directory.Delete(recursive: true);

    [TestCase("grammy")]
    [TestCase("telegraf")]
    [TestCase("ntba")]
    [TestCase("ntba-old")]
    public async Task An_unmodified_client_plays_the_whole_scenario(string client)
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.FloodLimits.Enabled = false);
        var (exit, output) = await RunAsync(
            "node",
            [client + ".cjs"],
            ("TOKEN", sandbox.Options.BotToken),
            ("BOT_NAME", Sandbox.BotName),
            ("API_ROOT", sandbox.Server.Url.ToString().TrimEnd('/')));

        var lines = output.Split('\n');
        Assert.That(lines.Where(line => line.StartsWith("FAIL ", StringComparison.Ordinal)), Is.Empty);
        Assert.That(lines, Does.Contain("done"), output);
        Assert.That(lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(LeastSteps));
        Assert.That(exit, Is.Zero, output);
    }

    private async Task<(int Exit, string Output)> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _directory.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    private static void Skip(string? reason)
    {
        if (reason is null)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("MARKETPLACE_REQUIRE_NODE") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }
}
