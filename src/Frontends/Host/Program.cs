using Marketplace.Host;

return await HostProgram.RunAsync(args, Console.Out, Console.Error);

/// <summary>Nobody builds on it: without this line it would be public.</summary>
internal sealed partial class Program;
