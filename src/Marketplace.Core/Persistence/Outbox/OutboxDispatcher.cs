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
    TimeProvider time,
    IOptions<OutboxOptions> options,
    ILogger<OutboxDispatcher> logger) : IBackgroundWork
{
    public const string WorkName = "outbox";
    private const int BatchSize = 200;

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
        foreach (var message in messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (heldBack.Contains(message.Aggregate))
            {
                continue;
            }

            if (await TryDeliverAsync(message, cancellationToken))
            {
                delivered.Add(message.Id);
            }
            else
            {
                heldBack.Add(message.Aggregate);
            }
        }

        // One commit for all of them. Where it never comes they are delivered again, and the inbox knows them.
        var sentAt = time.GetUtcNow();
        await UpdateAsync(delivered, set => set.SetProperty(row => row.SentAt, sentAt), cancellationToken);
        return messages.Count == BatchSize;
    }

    private async Task<bool> TryDeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (types.Find(message.Type) is not { } type)
            {
                throw new InvalidOperationException($"No installed module knows {message.Type}.");
            }

            await DeliverAsync(message, type, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await FailAsync(message, exception, cancellationToken);
            return false;
        }
    }

    private async Task DeliverAsync(OutboxMessage message, Type type, CancellationToken cancellationToken)
    {
        var integrationEvent = JsonSerializer.Deserialize(message.Payload, type, KernelJson.Options)!;
        var handlerType = typeof(IIntegrationEventHandler<>).MakeGenericType(type);
        var count = 0;
        await using (var probe = scopes.CreateAsyncScope())
        {
            count = probe.ServiceProvider.GetServices(handlerType).Count();
        }

        for (var index = 0; index < count; index++)
        {
            // A scope each: one handler's tracked entities are none of another's business.
            await using var scope = scopes.CreateAsyncScope();
            var handler = scope.ServiceProvider.GetServices(handlerType).ElementAt(index)!;
            var handle = handlerType.GetMethod(nameof(IIntegrationEventHandler<IIntegrationEvent>.HandleAsync))!;
            var inbox = scope.ServiceProvider.GetRequiredService<Inbox.InboxGate>();
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
                async () =>
                {
                    if (await inbox.IsFirstAsync(handler.GetType().FullName!, message.Id, cancellationToken))
                    {
                        await (Task)handle.Invoke(handler, [integrationEvent, cancellationToken])!;
                    }

                    return Result.Success;
                },
                leavesNothingOnFailure: false,
                cancellationToken);
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
