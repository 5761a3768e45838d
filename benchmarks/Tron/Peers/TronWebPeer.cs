using System.ComponentModel;
using System.Diagnostics;

namespace Marketplace.Benchmarks.Tron.Peers;

/// <summary>TronWeb in Node on the same machine, in the same run.</summary>
internal sealed class TronWebPeer(string folder)
{
    private const string Package = "tronweb@6.5.1";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Installs it into a folder of its own.</summary>
    /// <returns>Why it can not be, or null.</returns>
    public async Task<string?> InstallAsync()
    {
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true}""");
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", Package])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            })!;
            using var late = new CancellationTokenSource(Patience, TimeProvider.System);
            await npm.WaitForExitAsync(late.Token);
            return npm.ExitCode == 0 ? null : $"npm install {Package} ended with {npm.ExitCode}";
        }
        catch (Win32Exception exception)
        {
            return $"Node.js and npm are not there ({exception.Message})";
        }
        catch (OperationCanceledException)
        {
            return $"npm install {Package} did not come to an end";
        }
    }

    public ProcessStartInfo Command(string seconds) => new("node", [Path.Combine(AppContext.BaseDirectory, "Peers", "tronweb.cjs"), folder, seconds]);
}
