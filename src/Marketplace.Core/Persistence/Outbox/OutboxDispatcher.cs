using System.Text.Json;
using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Persistence.Outbox;

/// <summary>
/// Delivers what the outbox holds, oldest first. A message that failed holds back the later ones of its aggregate, and only
/// those, until it is delivered or parked.
/// </summary>
internal sealed class OutboxDispatcher(
    IServiceScopeFactory scopes,
    EventTypes types,
    EventHandlers handlers,
    TimeProvider time,
    IOptions<OutboxOptions> options,
    ILogger<OutboxDispatcher> logger) : IBackgroundWork
{
    public const string WorkName = "outbox";
    private const int BatchSize = 200;
    private const int LargestGroup = 32;

    public string Name => WorkName;

    public TimeSpan Interval => options.Value.PollInterval;

    /// <summary>Order per aggregate needs one dispatcher at a time.</summary>
    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var now = time.GetUtcNow();
        var waiting = db.Set<OutboxMessage>().AsNoTracking().Where(message => message.SentAt == null && message.ParkedAt == null);
        // Without the aggregates that wait for a later attempt: a long queue behind one failure must not fill the batch. Asked once, not for each message.
        var failed = waiting.Where(message => message.DueAt > now).Select(message => message.Aggregate);
        var messages = await waiting
            .Where(message => !failed.Contains(message.Aggregate))
            .OrderBy(message => message.Id)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
        var heldBack = new HashSet<string>();
        var delivered = new List<Guid>();
        foreach (var group in Groups(messages))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var free = group.Where(message => !heldBack.Contains(message.Aggregate)).ToList();
            if (free.Count > 1 && await TryDeliverTogetherAsync(free, cancellationToken))
            {
                continue;
            }

            foreach (var message in free.Where(message => !heldBack.Contains(message.Aggregate)))
            {
                if (await TryDeliverAsync(message, cancellationToken))
                {
                    delivered.Add(message.Id);
                }
                else
                {
                    heldBack.Add(message.Aggregate);
                }
            }
        }

        // One commit for all of them. Where it never comes they are delivered again, and the inbox knows them.
        var sentAt = time.GetUtcNow();
        await UpdateAsync(delivered, set => set.SetProperty(row => row.SentAt, sentAt), cancellationToken);
        return messages.Count == BatchSize;
    }

    /// <summary>Those that follow each other and may share a transaction, at most so many; every other one by itself.</summary>
    private IEnumerable<List<OutboxMessage>> Groups(List<OutboxMessage> messages)
    {
        var group = new List<OutboxMessage>();
        foreach (var message in messages)
        {
            var shares = types.Find(message.Type) is { } type && handlers.Of(type).ShareTransaction;
            if (group.Count > 0 && (!shares || group.Count == LargestGroup))
            {
                yield return group;
                group = [];
            }

            if (shares)
            {
                group.Add(message);
            }
            else
            {
                yield return [message];
            }
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    /// <summary>All of them with their marks in one transaction; false where one fails, and then none has had its effect.</summary>
    private async Task<bool> TryDeliverTogetherAsync(List<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
            var ids = messages.Select(message => message.Id).ToArray();
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
                async () =>
                {
                    foreach (var message in messages)
                    {
                        var (integrationEvent, listeners) = Read(message);
                        for (var index = 0; index < listeners.Count; index++)
                        {
                            await HandleAsync(scope, message, integrationEvent, listeners, index, cancellationToken);
                        }
                    }

                    var sentAt = time.GetUtcNow();
                    await db.Set<OutboxMessage>()
                        .Where(row => ids.Contains(row.Id))
                        .ExecuteUpdateAsync(set => set.SetProperty(row => row.SentAt, sentAt), cancellationToken);
                    return Result.Success;
                },
                leavesNothingOnFailure: false,
                cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "{Count} events can not be delivered together; each by itself", messages.Count);
            return false;
        }
    }

    private async Task<bool> TryDeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var (integrationEvent, listeners) = Read(message);
            for (var index = 0; index < listeners.Count; index++)
            {
                // A scope each: one handler's tracked entities are none of another's business.
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
                    async () =>
                    {
                        await HandleAsync(scope, message, integrationEvent, listeners, index, cancellationToken);
                        return Result.Success;
                    },
                    leavesNothingOnFailure: false,
                    cancellationToken);
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await FailAsync(message, exception, cancellationToken);
            return false;
        }
    }

    private (object Event, Listeners Listeners) Read(OutboxMessage message)
    {
        var type = types.Find(message.Type) ?? throw new InvalidOperationException($"No installed module knows {message.Type}.");
        return (JsonSerializer.Deserialize(message.Payload, type, KernelJson.Options)!, handlers.Of(type));
    }

    private static async Task HandleAsync(
        AsyncServiceScope scope, OutboxMessage message, object integrationEvent, Listeners listeners, int index, CancellationToken cancellationToken)
    {
        var handler = listeners.In(scope).ElementAt(index);
        if (await scope.ServiceProvider.GetRequiredService<Inbox.InboxGate>().IsFirstAsync(handler.GetType().FullName!, message.Id, cancellationToken))
        {
            await listeners.HandleAsync(handler, integrationEvent, cancellationToken);
        }
    }

    private async Task FailAsync(OutboxMessage message, Exception exception, CancellationToken cancellationToken)
    {
        var attempts = message.Attempts + 1;
        var parked = attempts >= options.Value.MaximumAttempts;
        var delay = TimeSpan.FromTicks(Math.Min(
            options.Value.LongestDelay.Ticks,
            options.Value.FirstDelay.Ticks << Math.Min(attempts - 1, 20)));
        var now = time.GetUtcNow();
        logger.Log(
            parked ? LogLevel.Error : LogLevel.Warning,
            exception,
            "Event {MessageId} ({Type}) failed for the {Attempts}. time; {What}",
            message.Id,
            message.Type,
            attempts,
            parked ? "parked: it waits for an operator" : $"again in {delay}");
        await UpdateAsync(
            [message.Id],
            set => set
                .SetProperty(row => row.Attempts, attempts)
                .SetProperty(row => row.DueAt, now + delay)
                .SetProperty(row => row.Failure, exception.ToString())
                .SetProperty(row => row.ParkedAt, parked ? now : (DateTimeOffset?)null),
            cancellationToken);
    }

    private async Task UpdateAsync(
        List<Guid> ids,
        Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<OutboxMessage>> set,
        CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            async () =>
            {
                await db.Set<OutboxMessage>().Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set, cancellationToken);
                return Result.Success;
            },
            leavesNothingOnFailure: true,
            cancellationToken);
    }
}
