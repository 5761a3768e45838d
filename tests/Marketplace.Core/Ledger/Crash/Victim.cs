using System.Diagnostics;
using System.Globalization;
using Marketplace.Testing;

namespace Marketplace.Ledger.Tests.Crash;

/// <summary>A process that posts under load, until it is killed.</summary>
internal sealed class Victim : IDisposable
{
    private readonly Process process;
    private readonly int life;

    public Victim(TestDatabase database, int life)
    {
        this.life = life;
        // From its own folder, as it was built: artifacts/bin/<project>/<configuration>.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;
        var assembly = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Marketplace.Ledger.Victim", configuration, "Marketplace.Ledger.Victim.dll"));
        process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [assembly, database.Engine.Name, database.ConnectionString, life.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Kills it when it has said so much, and reads what else it had said until then.</summary>
    /// <param name="acknowledgements">After how many.</param>
    /// <param name="record">Where they are written down.</param>
    public async Task KillAfterAsync(int acknowledgements, Record record)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var lines = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var numbers = Array.ConvertAll(line.Split(' '), number => long.Parse(number, CultureInfo.InvariantCulture));
            record.Add(life, (int)numbers[0], (int)numbers[1], numbers[2]);
            if (++lines == acknowledgements)
            {
                // SIGKILL: no farewell, no flush.
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.That(lines, Is.GreaterThanOrEqualTo(acknowledgements), $"It ended by itself: {await errors}");
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
