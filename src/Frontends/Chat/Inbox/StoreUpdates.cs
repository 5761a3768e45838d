using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Inbox;

/// <summary>Stores what arrived, whatever the number of sources that call at the same time.</summary>
internal sealed class ChatInbox(IServiceScopeFactory scopes) : IChatInbox
{
    private readonly GroupCommit<IReadOnlyList<ArrivedUpdate>, Result> groups = new(scopes, 64, group => new StoreUpdates(group));

    public Task StoreAsync(IReadOnlyList<ArrivedUpdate> updates, CancellationToken cancellationToken) =>
        updates.Count == 0 ? Task.CompletedTask : groups.AddAsync(updates, cancellationToken).WaitAsync(cancellationToken);
}

internal sealed record StoreUpdates(CommitGroup<IReadOnlyList<ArrivedUpdate>> Group) : ICommand<IReadOnlyList<Result>>;

internal sealed class StoreUpdatesHandler(MarketplaceDbContext db, IUnitOfWork unit, IdGenerator ids, WorkSignals signals, TimeProvider time)
    : IRequestHandler<StoreUpdates, Result<IReadOnlyList<Result>>>
{
    public async Task<Result<IReadOnlyList<Result>>> Handle(StoreUpdates request, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow().UtcDateTime;
        var group = request.Group.Fill();
        foreach (var update in group.SelectMany(updates => updates))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO chat_updates (id, platform, update_key, order_key, payload, state, attempts, arrived_at)
                 VALUES ({ids.Next()}, {update.Platform}, {update.UpdateKey}, {update.OrderKey}, {update.Payload}, 0, 0, {at})
                 ON CONFLICT (platform, update_key) DO NOTHING
                 """,
                cancellationToken);
        }

        unit.AfterCommit(() => signals.Wake(ChatDispatcher.WorkName));
        return Enumerable.Repeat(Result.Success, group.Count).ToArray();
    }
}
