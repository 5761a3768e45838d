using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Frontends.Telegram.BotApi;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telegram.Bot.Requests;
using Telegram.Bot.Types;

namespace Marketplace.Frontends.Telegram.Commands;

/// <summary>
/// Puts the command list beside the input field, once after start: for everybody and for each operator's own chat, in each language, and
/// only where it differs from what Telegram has. It is a convenience: when it fails, commands still work when typed.
/// </summary>
internal sealed class CommandMenuSync(
    TelegramApi telegram, IChatCommandCatalogue catalogue, IOptions<AccountsOptions> accounts, ILogger<CommandMenuSync> logger) : BackgroundService
{
    private static readonly string OperatorPrefix = TelegramPlatform.PlatformName + ":";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var request in Requests())
        {
            await SyncAsync(request, stoppingToken);
        }
    }

    private IEnumerable<SetMyCommandsRequest> Requests()
    {
        foreach (var (index, language) in catalogue.Languages.Index())
        {
            // The first language is also the list for everybody else: it is set without a code.
            var code = index == 0 ? null : language;
            yield return new() { Commands = Commands(language, forOperators: false), Scope = BotCommandScope.Default(), LanguageCode = code };
            foreach (var chat in OperatorChats())
            {
                yield return new() { Commands = Commands(language, forOperators: true), Scope = BotCommandScope.Chat(chat), LanguageCode = code };
            }
        }
    }

    private BotCommand[] Commands(string language, bool forOperators) =>
        [.. catalogue.Describe(language, forOperators).Select(command => new BotCommand(command.Name, command.Description))];

    private IEnumerable<long> OperatorChats() => accounts.Value.Operators
        .Where(identity => identity.StartsWith(OperatorPrefix, StringComparison.Ordinal))
        .Select(identity => long.TryParse(identity.AsSpan(OperatorPrefix.Length), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    private async Task SyncAsync(SetMyCommandsRequest wanted, CancellationToken stopping)
    {
        var present = await telegram.CallAsync(new GetMyCommandsRequest { Scope = wanted.Scope, LanguageCode = wanted.LanguageCode }, stopping);
        if (present.Succeeded && present.Result!.Select(Words).SequenceEqual(wanted.Commands.Select(Words)))
        {
            return;
        }

        var set = await telegram.CallAsync(wanted, stopping);
        if (!set.Succeeded)
        {
            // An operator who never wrote to the bot has no chat yet: the next start finds it.
            var level = set.Failure.Kind is TelegramFailureKind.ChatNotFound ? LogLevel.Debug : LogLevel.Warning;
            logger.Log(level, "The command list of scope {Scope} was not set: {Failure}", wanted.Scope?.Type, set.Failure);
        }
    }

    private static (string Name, string Description) Words(BotCommand command) => (command.Command, command.Description);
}
