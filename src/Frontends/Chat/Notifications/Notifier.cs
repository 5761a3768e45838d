using System.Globalization;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Notifications;

/// <summary>
/// Writes what people are to be told, in the transaction of the event that told it; <see cref="NotificationSender"/> sends it. A person is told in
/// the chat where he was seen last, unless no message arrives there.
/// </summary>
internal sealed class Notifier(
    MarketplaceDbContext db, IUnitOfWork unit, ISender sender, IOptions<AccountsOptions> accounts, IdGenerator ids, TimeProvider time, WorkSignals signals)
{
    public async Task TellAsync(
        AccountId account, string key, IReadOnlyList<(string Name, object Value)> values, string? action, CancellationToken cancellationToken)
    {
        if (await ChatsOf(account).FirstOrDefaultAsync(cancellationToken) is { } chat)
        {
            Tell(chat, account, key, values, action);
        }
    }

    /// <summary>In every chat of the account where messages arrive: what its owner must hear, though somebody else may sit in front of one of them.</summary>
    public async Task TellEverywhereAsync(
        AccountId account, string key, IReadOnlyList<(string Name, object Value)> values, string? action, CancellationToken cancellationToken)
    {
        foreach (var chat in await ChatsOf(account).ToListAsync(cancellationToken))
        {
            Tell(chat, account, key, values, action);
        }
    }

    public async Task TellOperatorsAsync(
        string key, IReadOnlyList<(string Name, object Value)> values, string? action, CancellationToken cancellationToken, params IReadOnlyCollection<AccountId> except)
    {
        foreach (var name in accounts.Value.Operators)
        {
            if (name.Split(':', 2) is [var platform, var id]
                && await sender.Send(new FindAccount(new Identity(platform, id)), cancellationToken) is { } account
                && !except.Contains(account.Id))
            {
                await TellAsync(account.Id, key, values, action, cancellationToken);
            }
        }
    }

    private IQueryable<ChatMemory> ChatsOf(AccountId account) => db.Set<ChatMemory>()
        .AsNoTracking()
        .Where(chat => chat.AccountId == account.Value && chat.UnreachableSince == null)
        .OrderByDescending(chat => chat.SeenAt);

    private void Tell(ChatMemory chat, AccountId account, string key, IReadOnlyList<(string Name, object Value)> values, string? action)
    {
        db.Add(new Notification
        {
            Id = ids.Next(),
            Platform = chat.Platform,
            ChatId = chat.ChatId,
            AccountId = account.Value,
            TextKey = key,
            Arguments = JsonSerializer.Serialize(values.ToDictionary(value => value.Name, value => Convert.ToString(value.Value, CultureInfo.InvariantCulture))),
            Action = action,
            Attempts = 0,
            DueAt = time.GetUtcNow(),
        });
        unit.AfterCommit(() => signals.Wake(NotificationSender.WorkName));
    }
}
