using Marketplace.Host.Commands;
using Marketplace.Host.Keys;

namespace Marketplace.Host;

/// <summary>The program an operator runs: the marketplace, or one of the small commands beside it.</summary>
internal static class HostProgram
{
    public const int Success = 0;

    private const string Usage =
        """
        Marketplace.Host                              runs the marketplace
        Marketplace.Host keys new FILE                makes a key file for Tron__KeyFile, readable by its owner only
        Marketplace.Host ledger verify [--memo TEXT]  checks the books and the seals of history; exit code 1 where something is broken
        Marketplace.Host ledger head                  prints the newest seal as a text to keep elsewhere, for ledger verify --memo
        Marketplace.Host ledger export ACCOUNT [--asset TRX] [--from TIME] [--to TIME]
                                                      writes an account's history as CSV; FROM is part of it, TO is not; UTC
        Marketplace.Host database migrate             brings the database up to date, as its owner
        Marketplace.Host database grant ROLE          lets a PostgreSQL role run the marketplace and change the books by posting only

        Settings come from appsettings.json, the environment (Section__Key=value), and the command line (--Section:Key=value).
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            switch (args)
            {
                case ["keys", "new", var path]:
                    var address = KeyFile.Create(path);
                    await output.WriteLineAsync($"{path} holds 24 words that are the marketplace's money: keep a copy offline, and nowhere else.");
                    await output.WriteLineAsync($"Withdrawals are paid from {address}: keep it funded.");
                    return Success;
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
                case ["help" or "--help" or "-h" or "-?"]:
                    await output.WriteLineAsync(Usage);
                    return Success;
                case ["keys" or "ledger" or "database", ..]:
                    throw new UsageException();
                default:
                    await using (var host = MarketplaceHost.Build(args))
                    {
                        await host.RunAsync();
                    }

                    return Success;
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
}
