namespace Marketplace.Samples.Sandbox;

/// <summary>What the command line asks for.</summary>
/// <param name="Keep">The folder that keeps everything; null starts fresh each time.</param>
/// <param name="Port">The page's port; 0 for any.</param>
/// <param name="PostgreSql">A connection string of PostgreSQL; null keeps the marketplace in SQLite.</param>
/// <param name="Tour">Plays the story, prints it and ends.</param>
/// <param name="StandInsOnly">Runs the chain and the chat service, and lets another process be the marketplace.</param>
internal sealed record SandboxArguments(string? Keep, int Port, string? PostgreSql, bool Tour, bool StandInsOnly)
{
    public const string Usage =
        """
        dotnet run --project samples/Sandbox -- [options]
          --tour               plays the whole story without a browser, prints it, and ends
          --keep DIR           keeps marketplace, chats and chain in DIR across restarts
          --port N             the page's port (default 5100, or a free one where that is taken)
          --database STRING    a PostgreSQL connection string in place of SQLite
          --help               prints this
          --stand-ins          only the chat service and the chain, for a marketplace in another process
        """;

    private const int UsualPort = 5100;

    public static SandboxArguments? Parse(string[] args)
    {
        var parsed = new SandboxArguments(null, UsualPort, null, Tour: false, StandInsOnly: false);
        for (var index = 0; index < args.Length; index++)
        {
            var value = index + 1 < args.Length ? args[index + 1] : null;
            switch (args[index])
            {
                case "--tour":
                    parsed = parsed with { Tour = true };
                    continue;
                case "--stand-ins":
                    parsed = parsed with { StandInsOnly = true };
                    continue;
                case "--keep" when value is not null:
                    parsed = parsed with { Keep = value };
                    break;
                case "--database" when value is not null:
                    parsed = parsed with { PostgreSql = value };
                    break;
                case "--port" when ushort.TryParse(value, out var port):
                    parsed = parsed with { Port = port };
                    break;
                default:
                    return null;
            }

            index++;
        }

        return parsed;
    }
}
