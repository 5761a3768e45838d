using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Frontends.Notifications;

/// <summary>What became of a notification: it ended, or its chat waits.</summary>
internal sealed record NotificationOutcome(
    Notification Notification, int Attempts, DateTimeOffset? EndedAt = null, DateTimeOffset? DueAt = null, string? Failure = null, bool Unreachable = false);

internal sealed record RecordOutcomes(CommitGroup<NotificationOutcome> Group) : ICommand<IReadOnlyList<Result>>;

internal sealed class RecordOutcomesHandler(MarketplaceDbContext db) : IRequestHandler<RecordOutcomes, Result<IReadOnlyList<Result>>>
{
    public async Task<Result<IReadOnlyList<Result>>> Handle(RecordOutcomes request, CancellationToken cancellationToken)
    {
        var group = request.Group.Fill();
        foreach (var outcome in group)
        {
            var notification = outcome.Notification;
            DateTime? ended = outcome.EndedAt?.UtcDateTime, due = outcome.DueAt?.UtcDateTime;
            await db.Database.ExecuteSqlAsync(
                $"UPDATE chat_notifications SET attempts = {outcome.Attempts}, ended_at = {ended}, failure = {outcome.Failure} WHERE id = {notification.Id}",
                cancellationToken);
            if (due is not null)
            {
                // The whole chat waits: a later notification must not overtake, and a flood limit is the chat's.
                await db.Database.ExecuteSqlAsync(
                    $"""
                     UPDATE chat_notifications SET due_at = {due}
                     WHERE platform = {notification.Platform} AND chat_id = {notification.ChatId} AND ended_at IS NULL AND due_at < {due}
                     """,
                    cancellationToken);
            }

            if (outcome.Unreachable)
            {
                await db.Database.ExecuteSqlAsync(
                    $"""
                     UPDATE chat_chats SET unreachable_since = {ended}
                     WHERE platform = {notification.Platform} AND chat_id = {notification.ChatId} AND unreachable_since IS NULL
                     """,
                    cancellationToken);
                await db.Database.ExecuteSqlAsync(
                    $"""
                     UPDATE chat_notifications SET ended_at = {ended}, failure = {outcome.Failure}
                     WHERE platform = {notification.Platform} AND chat_id = {notification.ChatId} AND ended_at IS NULL
                     """,
                    cancellationToken);
            }
        }

        return Enumerable.Repeat(Result.Success, group.Count).ToArray();
    }
}
