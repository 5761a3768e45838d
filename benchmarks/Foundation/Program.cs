using System.Globalization;
using Marketplace.Benchmarks;
using Marketplace.Benchmarks.Foundation.Load;
using Marketplace.Benchmarks.Foundation.Peers;
using Marketplace.Benchmarks.Foundation.Reporting;
using Marketplace.Benchmarks.Foundation.StandIn;
using Marketplace.Testing;
using NUnit.Framework;

if (args is [.., "--host", var host])
{
    HostProcess.Program = Path.GetFullPath(host);
    args = args[..^2];
}

if (args.Except(["--quick", "--sqlite", "--postgresql", "--commands", "--no-peer"]).Any())
{
    Console.WriteLine("dotnet run -c Release --project benchmarks/Foundation [-- --quick --sqlite --postgresql --commands --no-peer --host <Marketplace.Host.dll>]");
    return 64;
}

var scale = args.Contains("--quick") ? Scale.Quick : Scale.Full;
var report = new Report();
report.Note($"Median, least and most of {scale.Rounds} rounds. \"received\" is when getUpdates handed the update out, \"sent\" when the reply's call arrived.");
report.Note($"{Environment.ProcessorCount} processors, load average at the start {Machine.LoadAverage()}.");
report.Note("The chain is read once a second (Wallets__ScanInterval), as an operator with a node of his own would set it; the default of 3 s is for public nodes.");
#if DEBUG
report.Note("A DEBUG BUILD: these figures mean nothing. Run with -c Release.");
#endif

Console.WriteLine("The stand-ins …");
var (fast, strict) = (await Cost.OfFastAsync(), await Cost.OfStrictAsync());
report.Note(string.Create(
    CultureInfo.InvariantCulture,
    $"One sendMessage in an empty loop, client included: {fast:0} µs on the fast stand-in, which is used, and {strict:0} µs on the strict sandbox."));

if (HostProcess.Program.Length == 0)
{
    Console.WriteLine("Publishing the host as docs/operating.md says …");
    await HostProcess.PublishAsync();
}

var engines = new List<TestEngine>();
foreach (var engine in TestEngine.All.Where(engine => !args.Contains("--sqlite") && !args.Contains("--postgresql") || args.Contains($"--{engine.Name.ToLowerInvariant()}")))
{
    try
    {
        engine.RequireAvailable();
    }
    catch (IgnoreException missing)
    {
        report.Note($"{engine.Name}: {missing.Message}");
        continue;
    }

    engines.Add(engine);
    await MeasureAsync(engine.Name, () => new Round(engine, scale, withMoney: !args.Contains("--commands")).RunAsync());
}

if (!args.Contains("--no-peer"))
{
    var folder = Directory.CreateTempSubdirectory("marketplace-benchmark-grammy-").FullName;
    var peer = new Grammy(folder);
    if (await peer.InstallAsync() is { } reason)
    {
        report.Note($"grammY is left out: {reason}.");
    }
    else
    {
        foreach (var mode in (string[])["sequential", "concurrent"])
        {
            await MeasureAsync($"grammY, {mode}", () => peer.RunAsync(mode, scale));
        }

        foreach (var engine in engines)
        {
            await MeasureAsync($"grammY with rows, {engine.Name}", () => peer.RunAsync(engine, scale));
            report.Compare(engine.Name, $"grammY with rows, {engine.Name}", "command, steady, processor time each", most: 3);
            report.Compare(engine.Name, $"grammY with rows, {engine.Name}", "command, everybody at once, processor time each", most: 3);
        }
    }

    Directory.Delete(folder, recursive: true);
}

report.Note($"Load average at the end {Machine.LoadAverage()}.");
await report.WriteAsync(Console.Out, Path.Combine(Machine.Repository(), "artifacts", "benchmarks", "foundation.json"));
return 0;

async Task MeasureAsync(string subject, Func<Task<Measurements>> round)
{
    var rounds = new List<Measurements>();
    for (var number = 1; number <= scale.Rounds; number++)
    {
        Console.WriteLine($"{subject}, round {number} of {scale.Rounds} …");
        rounds.Add(await round());
    }

    report.Add(subject, rounds);
}
