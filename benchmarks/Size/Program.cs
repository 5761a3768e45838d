using Marketplace.Benchmarks.Size;

if (Options.Parse(args) is not { } options)
{
    Console.WriteLine(Options.Usage);
    return 64;
}

var folder = Directory.CreateTempSubdirectory("marketplace-benchmark-size-");
try
{
    return await new Run(options, folder.FullName).RunAsync();
}
finally
{
    folder.Delete(recursive: true);
}
