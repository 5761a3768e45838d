using System.Globalization;
using System.Text;
using Marketplace.Ledger.Victim;
using Microsoft.Extensions.DependencyInjection;

// Posts until somebody kills it. What it was told is posted it says at once, a line each: "caller step number".
var (engine, connectionString, life) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
var services = new ServiceCollection();
services.AddLogging();
_ = engine == "SQLite" ? services.AddMarketplaceSqlite(connectionString) : services.AddMarketplacePostgreSql(connectionString);
services.AddMarketplaceLedger();
await using var provider = services.BuildServiceProvider();
var load = new Load(provider);
var gate = new Lock();
await using var said = Console.OpenStandardOutput();

// Whoever started it holds its input open: it does not outlive him.
_ = Task.Run(() =>
{
    Console.In.ReadToEnd();
    Environment.Exit(1);
});

await Task.WhenAll(Enumerable.Range(0, Load.Callers).Select(caller => Task.Run(async () =>
{
    for (var step = 0; ; step++)
    {
        var number = await load.StepAsync(life, caller, step);
        var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{caller} {step} {number}\n"));
        lock (gate)
        {
            // One write to a pipe is whole or not at all, and what is in the pipe outlives us.
            said.Write(line);
        }
    }
})));
