using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Marketplace.Host.Commands;

/// <summary>The small commands beside the host, as an operator types them; System.CommandLine reads them, explains them, and names what it does not understand.</summary>
internal sealed class HostCommands(string[] settings, TextWriter output, TextWriter errors, TextReader input)
{
    private const string Settings =
        "Settings come from appsettings.json, the environment (Section__Key=value), and the command line (--Section:Key=value).";

    /// <summary>Do these words ask for one of the commands, or for help? All else runs the host.</summary>
    public static bool Includes(string[] args) => args is ["keys" or "ledger" or "database" or "help" or "--help" or "-h" or "-?" or "--version", ..];

    /// <summary>Does what the words ask for.</summary>
    /// <returns>The exit code; <see cref="StartRefusedException.Usage"/> where they are not understood.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, TextReader input)
    {
        var settings = args.Where(IsSetting).ToArray();
        var words = args.Where(word => !IsSetting(word)).Select((word, place) => place == 0 && word == "help" ? "--help" : word).ToArray();
        var commands = new HostCommands(settings, output, errors, input);
        // No @file: a name may begin with that sign.
        var parsed = commands.Root().Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction refusal)
        {
            refusal.ShowTypoCorrections = false;
        }

        var code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = errors,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
        return parsed.Action is ParseErrorAction ? StartRefusedException.Usage : code;
    }

    private static bool IsSetting(string word) => word.StartsWith("--", StringComparison.Ordinal) && word.Split('=')[0].Contains(':', StringComparison.Ordinal);

    private Command Root() => new("Marketplace.Host", $"Runs the marketplace: --role all with its keys, --role market without any, --role signer the keys alone. {Settings}")
    {
        new HelpOption { Recursive = true },
        new VersionOption(),
        new Option<string?>("--role") { Description = "What this process does: all, market or signer", HelpName = "ROLE" },
        Keys(),
        Ledger(),
        Database(),
    };

    private Command Keys()
    {
        var vault = new Argument<string>("FILE") { Description = "The vault" };
        var token = new Argument<string>("FILE") { Description = "The file that is made" };
        Option[] key =
        [
            Text("--key-file", "The vault's key is in this file, mode 0600; without any of the three as in the settings, else in FILE.key", "FILE"),
            Text("--key-secret", "… in this mounted file", "FILE"),
            Text("--key-variable", "… in this environment variable", "NAME"),
        ];
        Option[] next =
        [
            Text("--to-file", "The new key is in this file, which is made where it is missing", "FILE"),
            Text("--to-secret", "… in this mounted file", "FILE"),
            Text("--to-variable", "… in this environment variable", "NAME"),
        ];
        return new("keys", "Makes, looks at and locks anew the vault that holds the wallet")
        {
            Of("new", "Makes a vault with a new wallet, and its key", (line, words) => KeyCommands.NewAsync(words.GetRequiredValue(vault), line, output), [vault, .. key]),
            Of("import", "Makes a vault for 24 words on the standard input", (line, words) => KeyCommands.ImportAsync(words.GetRequiredValue(vault), line, input, output), [vault, .. key]),
            Of("show", "Prints what is public: the account's xpub, the hot wallet's address, the key's id", (_, words) => KeyCommands.ShowAsync(words.GetRequiredValue(vault), output), [vault]),
            Of("words", "Prints the 24 words, to be written on paper", (line, words) => KeyCommands.WordsAsync(words.GetRequiredValue(vault), line, output), [vault, .. key]),
            Of("rotate", "Locks the vault with another key", (line, words) => KeyCommands.RotateAsync(words.GetRequiredValue(vault), line, output), [vault, .. key, .. next]),
            Of(
                "journal",
                "Makes the journal of a vault that never signed",
                (line, words) => KeyCommands.JournalAsync(words.GetRequiredValue(vault), line, output),
                [vault, .. key, Text("--journal", "Where it shall be, FILE.journal unless told otherwise", "FILE")]),
            Of("token", "Makes the word that a marketplace and its signer share", (_, words) => KeyCommands.TokenAsync(words.GetRequiredValue(token), output), [token]),
        };
    }

    private Command Ledger()
    {
        var account = new Argument<string>("ACCOUNT") { Description = "Such as platform/revenue" };
        return new("ledger", "Checks the books, and copies out of them")
        {
            Of(
                "verify",
                "Checks the books and the seals of history; exit code 1 where something is broken",
                (line, _) => LedgerCommands.VerifyAsync(line, output),
                [Text("--memo", "The text of an earlier seal, which must be part of this history", "TEXT")]),
            Of("head", "Prints the newest seal as a text to keep elsewhere, for ledger verify --memo", (line, _) => LedgerCommands.HeadAsync(line, output), []),
            Of(
                "export",
                "Writes an account's history as CSV",
                (line, words) => new ExportCommand(words.GetRequiredValue(account), line).RunAsync(output, errors),
                [
                    account,
                    Text("--asset", "TRX unless told otherwise", "CODE"),
                    Text("--from", "The first instant, UTC", "TIME"),
                    Text("--to", "The first instant that is no part of it, UTC", "TIME"),
                ]),
        };
    }

    private Command Database()
    {
        var role = new Argument<string>("ROLE") { Description = "A role of PostgreSQL" };
        return new("database", "Does what the database's owner does, where the host itself may not")
        {
            Of("migrate", "Brings the database up to date", (line, _) => DatabaseCommands.MigrateAsync(line, output), []),
            Of("grant", "Lets a role run the marketplace and change the books by posting only", (line, words) => DatabaseCommands.GrantAsync(words.GetRequiredValue(role), line, output), [role]),
        };
    }

    private static Option<string?> Text(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    private Command Of(string name, string description, Func<CommandLine, ParseResult, Task<int>> run, Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        command.SetAction((result, _) => run(new CommandLine(result, settings), result));
        return command;
    }
}
