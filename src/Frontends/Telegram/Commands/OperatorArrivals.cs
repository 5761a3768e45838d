using System.Globalization;
using System.Threading.Channels;
using Marketplace.Accounts;
using Marketplace.Persistence.Outbox;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram.Commands;

/// <summary>Operators who wrote to the bot for the first time, from the event that told it to the work that may call Telegram. What a stop loses, the next start finds.</summary>
internal sealed class OperatorArrivals
{
    private static readonly string Prefix = TelegramPlatform.PlatformName + ":";
    private readonly Channel<long> chats = Channel.CreateUnbounded<long>();

    /// <summary>The chat with whoever has that identity, written <c>telegram:42</c>; null where it is another platform's.</summary>
    public static long? ChatOf(string identity) =>
        identity.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(identity.AsSpan(Prefix.Length), CultureInfo.InvariantCulture, out var id) ? id : null;

    public void Add(long chat) => chats.Writer.TryWrite(chat);

    /// <summary>Nobody comes any more.</summary>
    public void End() => chats.Writer.TryComplete();

    public IAsyncEnumerable<long> ReadAsync(CancellationToken cancellationToken) => chats.Reader.ReadAllAsync(cancellationToken);
}

/// <summary>Somebody new may be an operator, whose chat did not exist before.</summary>
internal sealed class OperatorArrived(IOptions<AccountsOptions> accounts, OperatorArrivals arrivals) : IIntegrationEventHandler<AccountRegistered>
{
    public bool SharesTransaction => true;

    public Task HandleAsync(AccountRegistered registered, CancellationToken cancellationToken)
    {
        var name = registered.Identity.ToString();
        if (accounts.Value.Operators.Contains(name) && OperatorArrivals.ChatOf(name) is { } chat)
        {
            arrivals.Add(chat);
        }

        return Task.CompletedTask;
    }
}
