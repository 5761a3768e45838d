using System.ComponentModel;
using System.Diagnostics;

namespace Marketplace.Tron.Devnet.Tests;

/// <summary>The counter to a misunderstanding that our client and our chain might share: a client by other authors, unmodified.</summary>
public class TronWebTests
{
    private const string RequiredVariable = "MARKETPLACE_REQUIRE_NODE";

    [Test]
    public Task An_unmodified_TronWeb_transfers_TRX_and_the_token() => RunScriptAsync("tronweb@6.5.1", "transfer.cjs", (devnet, recipient) =>
    {
        Assert.That(devnet.BalanceSun(recipient), Is.GreaterThan(25_000_000));
        Assert.That(devnet.TokenBalance(recipient), Is.EqualTo(new System.Numerics.BigInteger(2_000_000)));
    });

    [Test]
    public Task An_older_one_has_its_transactions_made_by_the_node() => RunScriptAsync("tronweb@5.1.0", "create.cjs", (devnet, recipient) =>
    {
        Assert.That(devnet.BalanceSun(recipient), Is.EqualTo(25_000_001));
    });

    private static async Task RunScriptAsync(string package, string script, Action<TronDevnet, TronAddress> check)
    {
        var folder = Directory.CreateTempSubdirectory("tronweb-").FullName;
        try
        {
            await InstallAsync(folder, package);
            await using var devnet = await TronDevnet.StartAsync(new TronDevnetOptions { BlockTime = null });
            using var sender = TronKey.Generate();
            using var recipient = TronKey.Generate();
            var secret = new byte[32];
            sender.CopySecretTo(secret);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "tronweb", script), Path.Combine(folder, script));

            var (exit, output) = await RunAsync(
                folder, "node", script, devnet.Address!.ToString(), Convert.ToHexStringLower(secret), recipient.Address.ToString(), devnet.TokenAddress.ToString());
            Assert.That(exit, Is.Zero, output);
            check(devnet, recipient.Address);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task InstallAsync(string folder, string package)
    {
        try
        {
            await RunAsync(folder, "node", "--version");
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), "{\"private\":true}");
            var (exit, output) = await RunAsync(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", package);
            if (exit != 0)
            {
                Skip($"npm could not install {package}: {output}");
            }
        }
        catch (Win32Exception)
        {
            Skip("Node.js and npm are not on this machine's PATH.");
        }
    }

    private static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable(RequiredVariable) == "1")
        {
            Assert.Fail($"{reason} {RequiredVariable}=1 forbids to skip.");
        }

        Assert.Ignore(reason);
    }

    private static async Task<(int Exit, string Output)> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
