using VerifySolvency;

// dotnet run --project samples/VerifySolvency -- proof.json [--root HEX] [--node URL]
// Exit code 0: everything holds. 1: something does not. 2: it could not be checked.
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
if (args is not [var file, ..] || file.StartsWith("--", StringComparison.Ordinal))
{
    Console.Error.WriteLine("VerifySolvency proof.json [--root HEX] [--node URL]");
    return 2;
}

try
{
    var proof = new ProofVerifier(File.ReadAllText(file), Option("--root"));
    foreach (var line in proof.Findings)
    {
        Console.WriteLine(line);
    }

    var covered = !proof.Holds || Option("--node") is not { } node || await proof.AskChainAsync(new Uri(node), Console.WriteLine);
    var holds = proof.Holds && covered;
    Console.WriteLine(holds ? "VERIFIED: these balances are in the total, and the total is covered." : "NOT VERIFIED: keep this file, and ask the operator in public.");
    return holds ? 0 : 1;
}
catch (Exception exception) when (exception is IOException or HttpRequestException or TaskCanceledException or UriFormatException or UnauthorizedAccessException or FormatException)
{
    Console.Error.WriteLine($"COULD NOT BE CHECKED: {exception.Message}");
    return 2;
}
