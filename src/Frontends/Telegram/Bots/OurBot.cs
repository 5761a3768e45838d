using System.Globalization;
using Marketplace.Frontends.Telegram.BotApi;
using Telegram.Bot.Requests;

namespace Marketplace.Frontends.Telegram.Bots;

/// <summary>Who we are on Telegram: the id from the token, the name from getMe, asked once before anything else starts.</summary>
internal sealed class OurBot(TelegramApi telegram)
{
    private string? username;

    public long Id => telegram.BotId;

    public string Username => username ?? throw new InvalidOperationException("Telegram was not asked for the bot's name yet: start the host first.");

    /// <summary>Unique for an update of this bot, and the same when it is delivered again.</summary>
    public string UpdateKey(long updateId) => string.Create(CultureInfo.InvariantCulture, $"{Id}:{updateId}");

    /// <summary>Asks Telegram, unless it answered before.</summary>
    public async Task<TelegramFailure?> IntroduceAsync(CancellationToken cancellationToken)
    {
        if (username is not null)
        {
            return null;
        }

        var me = await telegram.CallAsync(new Reading<User>(new GetMeRequest()), cancellationToken);
        if (!me.Succeeded)
        {
            // A token of a wrong shape is part of a path that does not exist: 404 means here what 401 means.
            return me.Failure.Kind is TelegramFailureKind.NotFound ? me.Failure with { Kind = TelegramFailureKind.Unauthorized } : me.Failure;
        }

        if (me.Result is not { IsBot: true, Username: { Length: > 0 } name })
        {
            return NotTheBotApi("getMe does not describe a bot: no is_bot, or no username");
        }

        if (me.Result.Id != Id)
        {
            return NotTheBotApi($"getMe describes the bot {me.Result.Id}, and the token belongs to {Id}");
        }

        username = name;
        return null;
    }

    private static TelegramFailure NotTheBotApi(string why) =>
        new(TelegramFailureKind.Outage, 0, $"{why}. BaseUrl is not a server of the Bot API, or one that is incomplete");
}
