using Marketplace.Host.Commands;
using Marketplace.Host.Settings;
using Marketplace.Host.Signer;

namespace Marketplace.Host;

/// <summary>The program an operator runs: the marketplace, or one of the small commands beside it.</summary>
internal static class HostProgram
{
    public const int Success = 0;

    private const string Usage =
        """
        Marketplace.Host [--role all|market|signer]   runs the marketplace with its keys, without any, or the keys alone
        Marketplace.Host keys new FILE [KEY]          makes a vault with a new wallet, and its key in FILE.key where KEY names no other
        Marketplace.Host keys import FILE [KEY]       the same for 24 words on the standard input
        Marketplace.Host keys show FILE               prints what is public: the account's xpub, the hot wallet's address, the key's id
        Marketplace.Host keys words FILE [KEY]        prints the 24 words, to be written on paper
        Marketplace.Host keys rotate FILE [KEY] --to-file F | --to-secret F | --to-variable V
                                                      locks the vault with another key; F is made by --to-file where it is missing
        Marketplace.Host keys journal FILE [KEY] [--journal J]
                                                      makes the journal of a vault that never signed, FILE.journal where --journal names no other
        Marketplace.Host keys token FILE              makes the word that a marketplace and its signer share
                                                      KEY: --key-file FILE (0600), --key-secret FILE (mounted) or --key-variable NAME;
                                                      else as in the settings; else FILE.key
        Marketplace.Host ledger verify [--memo TEXT]  checks the books and the seals of history; exit code 1 where something is broken
        Marketplace.Host ledger head                  prints the newest seal as a text to keep elsewhere, for ledger verify --memo
        Marketplace.Host ledger export ACCOUNT [--asset TRX] [--from TIME] [--to TIME]
                                                      writes an account's history as CSV; FROM is part of it, TO is not; UTC
        Marketplace.Host database migrate             brings the database up to date, as its owner
        Marketplace.Host database grant ROLE          lets a PostgreSQL role run the marketplace and change the books by posting only

        Settings come from appsettings.json, the environment (Section__Key=value), and the command line (--Section:Key=value).
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, TextReader? input = null)
    {
        try
        {
            switch (args)
            {
                case ["help" or "--help" or "-h" or "-?"] or ["keys" or "ledger" or "database", .., "--help" or "-h"]:
                    await output.WriteLineAsync(Usage);
                    return Success;
                case ["keys", "new", var path, .. var words] when !path.StartsWith('-'):
                    return await KeyCommands.NewAsync(path, new CommandLine(words, KeyCommands.KeyOptions), output);
                case ["keys", "import", var path, .. var words] when !path.StartsWith('-'):
                    return await KeyCommands.ImportAsync(path, new CommandLine(words, KeyCommands.KeyOptions), input ?? Console.In, output);
                case ["keys", "show", var path]:
                    return await KeyCommands.ShowAsync(path, output);
                case ["keys", "words", var path, .. var words] when !path.StartsWith('-'):
                    return await KeyCommands.WordsAsync(path, new CommandLine(words, KeyCommands.KeyOptions), output);
                case ["keys", "rotate", var path, .. var words] when !path.StartsWith('-'):
                    return await KeyCommands.RotateAsync(path, new CommandLine(words, KeyCommands.RotateOptions), output);
                case ["keys", "journal", var path, .. var words] when !path.StartsWith('-'):
                    return await KeyCommands.JournalAsync(path, new CommandLine(words, KeyCommands.JournalOptions), output);
                case ["keys", "token", var path]:
                    return await KeyCommands.TokenAsync(path, output);
                case ["ledger", "verify", .. var words]:
                    return await LedgerCommands.VerifyAsync(new CommandLine(words, "--memo"), output);
                case ["ledger", "head", .. var words]:
                    return await LedgerCommands.HeadAsync(new CommandLine(words), output);
                case ["ledger", "export", var account, .. var words] when !account.StartsWith('-'):
                    return await new ExportCommand(account, new CommandLine(words, "--asset", "--from", "--to")).RunAsync(output, errors);
                case ["database", "migrate", .. var words]:
                    return await DatabaseCommands.MigrateAsync(new CommandLine(words), output);
                case ["database", "grant", var role, .. var words] when !role.StartsWith('-'):
                    return await DatabaseCommands.GrantAsync(role, new CommandLine(words), output);
                case ["keys" or "ledger" or "database", ..]:
                    throw new UsageException();
                default:
                    return await RunHostAsync(args);
            }
        }
        catch (UsageException)
        {
            await output.WriteLineAsync(Usage);
            return StartRefusedException.Usage;
        }
        catch (StartRefusedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
    }

    private static async Task<int> RunHostAsync(string[] args)
    {
        if (HostRoles.Read(args) == HostRole.Signer)
        {
            await using var signer = SignerHost.Build(args);
            await signer.RunAsync();
            return Success;
        }

        await using var host = MarketplaceHost.Build(args);
        await host.RunAsync();
        return Success;
    }
}
