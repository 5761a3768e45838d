using Marketplace.Host;
using Marketplace.Samples.Sandbox;
using Marketplace.Samples.Sandbox.Tour;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(SandboxArguments.Usage);
    return 0;
}

if (SandboxArguments.Parse(args) is not { } arguments)
{
    Console.WriteLine(SandboxArguments.Usage);
    return 64;
}

var folder = arguments.Keep is { } keep
    ? Directory.CreateDirectory(keep).FullName
    : Directory.CreateTempSubdirectory("marketplace-sandbox-").FullName;
try
{
    await using var worlds = await StandIns.StartAsync(folder, arguments.Tour ? 0 : arguments.Port);
    if (arguments.StandInsOnly)
    {
        Console.WriteLine($"The stand-ins are at {worlds.Url}; run the marketplace with:");
        Console.WriteLine(string.Join(' ', worlds.MarketSettings(arguments.PostgreSql).Select(setting => $"\"{setting}\"")));
        await StopRequested();
        return 0;
    }

    await using var market = MarketplaceHost.Build(worlds.MarketSettings(arguments.PostgreSql));
    await market.StartAsync();
    if (arguments.Tour)
    {
        return await Tour.PlayAsync(worlds.Url, worlds.Chain, new Uri(worlds.Market, "ledger"), worlds.BotUsername, Console.Out) ? 0 : 1;
    }

    Console.WriteLine();
    Console.WriteLine($"  The sandbox is at {worlds.Url}   (Ctrl+C ends it{(arguments.Keep is null ? " and forgets everything" : string.Empty)})");
    Console.WriteLine();
    await StopRequested();
    await market.StopAsync();
    return 0;
}
catch (StartRefusedException refused)
{
    Console.Error.WriteLine(refused.Message);
    return refused.ExitCode;
}
finally
{
    if (arguments.Keep is null)
    {
        Directory.Delete(folder, recursive: true);
    }
}

static async Task StopRequested()
{
    var stop = new TaskCompletionSource();
    using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, Stop);
    using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, Stop);
    await stop.Task;

    void Stop(System.Runtime.InteropServices.PosixSignalContext context)
    {
        context.Cancel = true;
        stop.TrySetResult();
    }
}
