using System.Globalization;
using Marketplace.Frontends.Telegram.BotApi;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram.Bots;

/// <summary>Who we are on Telegram: the id from the token, the name from getMe, asked once before anything else starts.</summary>
internal sealed class OurBot(ITelegramClient client, IOptions<TelegramOptions> options)
{
    private string? username;

    public long Id { get; } = options.Value.BotId;

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

        var me = await client.GetMeAsync(cancellationToken);
        if (!me.Succeeded)
        {
            // A token of a wrong shape is part of a path that does not exist: 404 means here what 401 means.
            return me.Failure.Kind is TelegramFailureKind.NotFound ? me.Failure with { Kind = TelegramFailureKind.Unauthorized } : me.Failure;
        }

        if (me.Result is not { IsBot: true, Username: { Length: > 0 } name } || me.Result.Id != Id)
        {
            return new TelegramFailure(TelegramFailureKind.Outage, 200, "getMe described somebody else than the token's bot");
        }

        username = name;
        return null;
    }
}
