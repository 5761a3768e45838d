using Marketplace.Host;

return await HostProgram.RunAsync(args, Console.Out, Console.Error);
