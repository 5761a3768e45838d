using System.ComponentModel;
using System.Diagnostics;

namespace Marketplace.Tron.Devnet.Tests;

/// <summary>The counter to a misunderstanding that our client and our chain might share: a client by other authors, unmodified.</summary>
public class TronWebTests
{
    private const string Package = "tronweb@6.5.1";
    private const string RequiredVariable = "MARKETPLACE_REQUIRE_NODE";

    [Test]
    public async Task An_unmodified_TronWeb_transfers_TRX_and_the_token()
    {
        var folder = Directory.CreateTempSubdirectory("tronweb-").FullName;
        try
        {
            await InstallAsync(folder);
            await using var devnet = await TronDevnet.StartAsync(new TronDevnetOptions { BlockTime = null });
            using var sender = TronKey.Generate();
            using var recipient = TronKey.Generate();
            var secret = new byte[32];
            sender.CopySecretTo(secret);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "tronweb", "transfer.cjs"), Path.Combine(folder, "transfer.cjs"));

            var (exit, output) = await RunAsync(
                folder, "node", "transfer.cjs", devnet.Address!.ToString(), Convert.ToHexStringLower(secret), recipient.Address.ToString(), devnet.TokenAddress.ToString());
            Assert.That(exit, Is.Zero, output);
            Assert.That(devnet.BalanceSun(recipient.Address), Is.GreaterThan(25_000_000));
            Assert.That(devnet.TokenBalance(recipient.Address), Is.EqualTo(new System.Numerics.BigInteger(2_000_000)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task InstallAsync(string folder)
    {
        try
        {
            await RunAsync(folder, "node", "--version");
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), "{\"private\":true}");
            var (exit, output) = await RunAsync(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", Package);
            if (exit != 0)
            {
                Skip($"npm could not install {Package}: {output}");
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
