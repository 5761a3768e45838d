using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Frontends.Telegram.BotApi;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram.Commands;

/// <summary>
/// Puts the command list beside the input field, once after start: for everybody and for each operator's own chat, in each language, and
/// only where it differs from what Telegram has. It is a convenience: when it fails, commands still work when typed.
/// </summary>
internal sealed class CommandMenuSync(
    ITelegramClient client, IChatCommandCatalogue catalogue, IOptions<AccountsOptions> accounts, ILogger<CommandMenuSync> logger) : BackgroundService
{
    private static readonly string OperatorPrefix = TelegramPlatform.PlatformName + ":";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var request in Requests())
        {
            await SyncAsync(request, stoppingToken);
        }
    }

    private IEnumerable<CommandsRequest> Requests()
    {
        foreach (var (index, language) in catalogue.Languages.Index())
        {
            // The first language is also the list for everybody else: it is set without a code.
            var code = index == 0 ? null : language;
            yield return new CommandsRequest(Commands(language, forOperators: false), new BotCommandScope("default"), code);
            foreach (var chat in OperatorChats())
            {
                yield return new CommandsRequest(Commands(language, forOperators: true), new BotCommandScope("chat", chat), code);
            }
        }
    }

    private BotCommand[] Commands(string language, bool forOperators) =>
        [.. catalogue.Describe(language, forOperators).Select(command => new BotCommand(command.Name, command.Description))];

    private IEnumerable<long> OperatorChats() => accounts.Value.Operators
        .Where(identity => identity.StartsWith(OperatorPrefix, StringComparison.Ordinal))
        .Select(identity => long.TryParse(identity.AsSpan(OperatorPrefix.Length), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    private async Task SyncAsync(CommandsRequest wanted, CancellationToken stopping)
    {
        var present = await client.GetMyCommandsAsync(wanted, stopping);
        if (present.Succeeded && present.Result!.SequenceEqual(wanted.Commands!))
        {
            return;
        }

        var set = await client.SetMyCommandsAsync(wanted, stopping);
        if (!set.Succeeded)
        {
            // An operator who never wrote to the bot has no chat yet: the next start finds it.
            var level = set.Failure.Kind is TelegramFailureKind.ChatNotFound ? LogLevel.Debug : LogLevel.Warning;
            logger.Log(level, "The command list of scope {Scope} was not set: {Failure}", wanted.Scope, set.Failure);
        }
    }
}
