using Marketplace.Host.Commands;
using Marketplace.Host.Settings;
using Marketplace.Host.Signer;

namespace Marketplace.Host;

/// <summary>The program an operator runs: the marketplace, or one of the small commands beside it.</summary>
internal static class HostProgram
{
    public const int Success = 0;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, TextReader? input = null)
    {
        try
        {
            return HostCommands.Includes(args)
                ? await HostCommands.RunAsync(args, output, errors, input ?? Console.In)
                : await RunHostAsync(args);
        }
        catch (StartRefusedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
    }

    private static async Task<int> RunHostAsync(string[] args)
    {
        if (HostRoles.Read(args) == HostRole.Signer)
        {
            await using var signer = SignerHost.Build(args);
            await signer.RunAsync();
            return Success;
        }

        await using var host = MarketplaceHost.Build(args);
        await host.RunAsync();
        return Success;
    }
}
