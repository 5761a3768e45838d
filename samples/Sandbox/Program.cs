using System.Runtime.InteropServices;
using Marketplace.Host;
using Marketplace.Samples.Sandbox;
using Marketplace.Samples.Sandbox.Tour;

if (args is ["--help" or "-h" or "-?"])
{
    Console.WriteLine(SandboxArguments.Usage);
    return 0;
}

if (SandboxArguments.Parse(args) is not { } arguments)
{
    Console.WriteLine(SandboxArguments.Usage);
    return 64;
}

// Before anything is announced: whoever reads the address may stop the sandbox at once.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
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
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
    }

    if (!arguments.Tour)
    {
        // The marketplace is not up yet: the page is there, says so, and what is written meanwhile waits for it.
        Console.WriteLine();
        Console.WriteLine($"  The sandbox is at {worlds.Url}   (Ctrl+C ends it{(arguments.Keep is null ? " and forgets everything" : string.Empty)})");
        Console.WriteLine();
    }

    await using var market = MarketplaceHost.Build(worlds.MarketSettings(arguments.PostgreSql));
    await market.StartAsync(stop.Token);
    if (arguments.Tour)
    {
        var right = await Tour.PlayAsync(worlds.Url, worlds.Chain, new Uri(worlds.Market, "ledger"), worlds.BotUsername, Console.Out);
        await market.StopAsync();
        return right ? 0 : 1;
    }

    await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token));
    await market.StopAsync();
    return 0;
}
catch (StartRefusedException refused)
{
    Console.Error.WriteLine(refused.Message);
    return refused.ExitCode;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
finally
{
    if (arguments.Keep is null)
    {
        Directory.Delete(folder, recursive: true);
    }
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
