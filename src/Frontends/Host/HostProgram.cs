using Marketplace.Host.Keys;

namespace Marketplace.Host;

/// <summary>The program an operator runs: the marketplace, or one of the small commands beside it.</summary>
internal static class HostProgram
{
    public const int Success = 0;

    private const string Usage =
        """
        Marketplace.Host                    runs the marketplace; settings come from appsettings.json, the environment, and --Section:Key=value
        Marketplace.Host keys new <file>    makes a key file for Tron__KeyFile, readable by its owner only
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            switch (args)
            {
                case ["keys", "new", var path]:
                    var address = KeyFile.Create(path);
                    await output.WriteLineAsync($"{path} holds 24 words that are the marketplace's money: keep a copy offline, and nowhere else.");
                    await output.WriteLineAsync($"Withdrawals are paid from {address}: keep it funded.");
                    return Success;
                case ["keys", ..] or ["help" or "--help" or "-h" or "-?"]:
                    await output.WriteLineAsync(Usage);
                    return args[0] == "keys" ? StartRefusedException.Usage : Success;
                default:
                    await using (var host = MarketplaceHost.Build(args))
                    {
                        await host.RunAsync();
                    }

                    return Success;
            }
        }
        catch (StartRefusedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
    }
}
