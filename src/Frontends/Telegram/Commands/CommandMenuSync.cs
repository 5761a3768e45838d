using Marketplace.Accounts;
using Marketplace.Frontends.Telegram.BotApi;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telegram.Bot.Requests;
using Telegram.Bot.Types;

namespace Marketplace.Frontends.Telegram.Commands;

/// <summary>
/// Puts the command list beside the input field: for everybody and for each operator's own chat, in each language, and only where it differs from
/// what Telegram has. Once after start, and for an operator whose chat did not exist then, as soon as it does. It is a convenience: when it fails,
/// commands still work when typed.
/// </summary>
internal sealed class CommandMenuSync(
    TelegramApi telegram,
    IChatCommandCatalogue catalogue,
    OperatorArrivals arrivals,
    IOptions<AccountsOptions> accounts,
    ILogger<CommandMenuSync> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var request in Requests())
        {
            await SyncAsync(request, stoppingToken);
        }

        await foreach (var chat in arrivals.ReadAsync(stoppingToken))
        {
            foreach (var (language, code) in Languages())
            {
                await SyncAsync(ForOperator(chat, language, code), stoppingToken);
            }
        }
    }

    private IEnumerable<SetMyCommandsRequest> Requests()
    {
        foreach (var (language, code) in Languages())
        {
            yield return new() { Commands = Commands(language, forOperators: false), Scope = BotCommandScope.Default(), LanguageCode = code };
            foreach (var chat in OperatorChats())
            {
                yield return ForOperator(chat, language, code);
            }
        }
    }

    /// <summary>The first language is also the list for everybody else: it is set without a code.</summary>
    private IEnumerable<(string Language, string? Code)> Languages() => catalogue.Languages.Select((language, index) => (language, index == 0 ? null : language));

    private SetMyCommandsRequest ForOperator(long chat, string language, string? code) =>
        new() { Commands = Commands(language, forOperators: true), Scope = BotCommandScope.Chat(chat), LanguageCode = code };

    private BotCommand[] Commands(string language, bool forOperators) =>
        [.. catalogue.Describe(language, forOperators).Select(command => new BotCommand(command.Name, command.Description))];

    private IEnumerable<long> OperatorChats() => accounts.Value.Operators
        .Select(identity => OperatorArrivals.ChatOf(identity) ?? 0)
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
            // An operator who never wrote to the bot has no chat yet: it is told of when they do.
            var level = set.Failure.Kind is TelegramFailureKind.ChatNotFound ? LogLevel.Debug : LogLevel.Warning;
            logger.Log(level, "The command list of scope {Scope} was not set: {Failure}", wanted.Scope?.Type, set.Failure);
        }
    }

    private static (string Name, string Description) Words(BotCommand command) => (command.Command, command.Description);
}
