using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Frontends.Engine;
using Marketplace.Frontends.Inbox;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Notifications;

/// <summary>
/// Sends notifications, at least once and in order within a chat. What a platform asks to send later waits with everything else for that chat; a
/// chat where nothing arrives is left alone until its person writes again.
/// </summary>
internal sealed class NotificationSender(
    IEnumerable<IChatPlatform> platforms,
    IServiceScopeFactory scopes,
    ContributionCatalogue catalogue,
    TextCatalogue texts,
    ButtonSeals seals,
    TimeProvider time,
    IOptions<ChatOptions> options,
    ILogger<NotificationSender> logger) : IBackgroundWork
{
    public const string WorkName = "chat-notifications";
    private const int BatchSize = 200;
    private const int AtOnce = 16;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);
    private readonly PlatformLeases leases = new(WorkName, scopes, time);
    private readonly GroupCommit<NotificationOutcome, Result> outcomes = new(scopes, 64, group => new RecordOutcomes(group));

    public string Name => WorkName;

    public TimeSpan Interval => options.Value.PollInterval;

    /// <summary>The leases here are per platform.</summary>
    public bool SingleOwner => false;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var more = false;
        foreach (var platform in platforms)
        {
            if (await leases.HoldAsync(platform.Name, cancellationToken))
            {
                more |= await SendDueAsync(platform, cancellationToken);
            }
        }

        return more;
    }

    private async Task<bool> SendDueAsync(IChatPlatform platform, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (name, now) = (platform.Name, time.GetUtcNow());
        var due = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<Notification>()
            .AsNoTracking()
            .Where(notification => notification.Platform == name && notification.EndedAt == null && notification.DueAt <= now)
            .OrderBy(notification => notification.Id)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(
            due.GroupBy(notification => notification.ChatId),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (chat, stop) => await SendInOrderAsync(platform, chat, stop));
        return due.Count == BatchSize;
    }

    private async Task SendInOrderAsync(IChatPlatform platform, IEnumerable<Notification> waiting, CancellationToken cancellationToken)
    {
        foreach (var notification in waiting)
        {
            var delivery = await TrySendAsync(platform, notification, cancellationToken);
            // It was sent: that is noted even where we are asked to stop.
            await outcomes.AddAsync(Judge(notification, delivery), CancellationToken.None);
            if (delivery.Outcome is not (DeliveryOutcome.Delivered or DeliveryOutcome.Refused))
            {
                return;
            }
        }
    }

    private async Task<Delivery> TrySendAsync(IChatPlatform platform, Notification notification, CancellationToken cancellationToken)
    {
        try
        {
            return await platform.NotifyAsync(notification.ChatId, await ScreenAsync(notification, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "Notification {NotificationId} failed", notification.Id);
            return new Delivery(DeliveryOutcome.TryLater, Reason: exception.Message);
        }
    }

    private async Task<Screen> ScreenAsync(Notification notification, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var accountId = AccountId.From(notification.AccountId);
        var account = await services.GetRequiredService<ISender>().Send(new GetAccount(accountId), cancellationToken);
        var platformLanguage = await services.GetRequiredService<MarketplaceDbContext>().Set<ChatMemory>()
            .Where(chat => chat.Platform == notification.Platform && chat.ChatId == notification.ChatId)
            .Select(chat => chat.LanguageCode)
            .FirstOrDefaultAsync(cancellationToken);
        var speaker = new Speaker(texts, Language.Choose(account?.Language, platformLanguage));
        var arguments = JsonSerializer.Deserialize<Dictionary<string, string>>(notification.Arguments)!.ToDictionary(pair => pair.Key, pair => (object)pair.Value);
        var text = speaker.Say(notification.TextKey, arguments);
        var rows = new List<IReadOnlyList<Button>>();
        if (arguments.GetValueOrDefault(Notification.Link) is string { Length: > 0 } link)
        {
            rows.Add([new Button(speaker.Label("notify.transaction"), null, link)]);
        }

        if (notification.Action?.Split('.') is [var action, .. var values] && catalogue.Actions.TryGetValue(action, out var starts))
        {
            var seal = await seals.GetAsync(cancellationToken);
            rows.Add([new Button(speaker.Label($"notify.open.{action}"), seal.Seal(accountId, action, values), null, Style: starts.Style)]);
        }

        return new Screen(text, rows);
    }

    private NotificationOutcome Judge(Notification notification, Delivery delivery)
    {
        var (attempts, now) = (notification.Attempts + 1, time.GetUtcNow());
        switch (delivery.Outcome)
        {
            case DeliveryOutcome.Delivered:
                return new NotificationOutcome(notification, attempts, EndedAt: now);
            case DeliveryOutcome.Unreachable:
                return new NotificationOutcome(notification, attempts, EndedAt: now, Failure: delivery.Reason ?? "unreachable", Unreachable: true);
            case DeliveryOutcome.TryLater when attempts < options.Value.MaximumNotificationAttempts:
                var backoff = TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, options.Value.FirstDelay.Ticks << Math.Min(attempts, 20)));
                return new NotificationOutcome(notification, attempts, DueAt: now + (delivery.RetryAfter ?? backoff), Failure: delivery.Reason);
            default:
                logger.LogError("Notification {NotificationId} is given up after {Attempts} attempts: {Reason}", notification.Id, attempts, delivery.Reason);
                return new NotificationOutcome(notification, attempts, EndedAt: now, Failure: delivery.Reason ?? "refused");
        }
    }
}
