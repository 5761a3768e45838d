using Marketplace.Benchmarks.Tron;
using Marketplace.Benchmarks.Tron.Rows;

if (args is ["--measure", var windowText])
{
    // A process of its own for each subject: who computes signatures is decided once in a process.
    Measured.Print(Operations.All.Concat(ScanRows.All), TimeSpan.FromSeconds(double.Parse(windowText, System.Globalization.CultureInfo.InvariantCulture)));
    return 0;
}

if (Options.Parse(args) is not { } options)
{
    Console.WriteLine(Options.Usage);
    return 64;
}

return await new Run(options).RunAsync();
