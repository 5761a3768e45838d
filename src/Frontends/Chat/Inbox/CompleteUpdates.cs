using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Inbox;

/// <summary>An update has had its effect, or is given up; and what its chat remembers from now on.</summary>
/// <param name="UpdateId">Which.</param>
/// <param name="Chat">The chat as read with this version and then changed; null where it is untouched.</param>
/// <param name="Failure">Why it is parked; null where it is done.</param>
/// <param name="Attempts">How often it was tried.</param>
internal sealed record Completion(Guid UpdateId, ChatMemory? Chat, string? Failure = null, int Attempts = 1);

/// <summary>Writes completions, many in one transaction.</summary>
internal sealed class Completions(IServiceScopeFactory scopes)
{
    private readonly GroupCommit<Completion, bool> groups = new(scopes, 64, group => new CompleteUpdates(group));

    /// <summary>False where somebody else wrote the chat meanwhile: the update is to be handled again from what stands there now.</summary>
    public Task<bool> WriteAsync(Completion completion) => groups.AddAsync(completion);
}

internal sealed record CompleteUpdates(CommitGroup<Completion> Group) : ICommand<IReadOnlyList<bool>>;

internal sealed class CompleteUpdatesHandler(Statements statements) : IRequestHandler<CompleteUpdates, Result<IReadOnlyList<bool>>>
{
    public async Task<Result<IReadOnlyList<bool>>> Handle(CompleteUpdates request, CancellationToken cancellationToken)
    {
        var completions = request.Group.Fill();
        var pending = await LockPendingAsync([.. completions.Select(completion => completion.UpdateId)], cancellationToken);
        var done = new List<Guid>(completions.Count);
        var stands = Enumerable.Repeat(true, completions.Count).ToArray();
        for (var index = 0; index < completions.Count; index++)
        {
            var completion = completions[index];
            if (!pending.Contains(completion.UpdateId))
            {
                // Another process was faster: its answer stands, and so does what it remembers of the chat.
                continue;
            }

            if (completion.Chat is not null && !await TryWriteAsync(completion.Chat, cancellationToken))
            {
                stands[index] = false;
            }
            else if (completion.Failure is null)
            {
                done.Add(completion.UpdateId);
            }
            else
            {
                await statements.ExecuteAsync(
                    $"UPDATE chat_updates SET state = 2, failure = {completion.Failure}, attempts = {completion.Attempts} WHERE id = {completion.UpdateId}",
                    cancellationToken);
            }
        }

        if (done.Count > 0)
        {
            await statements.ExecuteAsync(OneOf("UPDATE chat_updates SET state = 1, payload = '' WHERE id IN ({0})", done), cancellationToken);
        }

        return stands;
    }

    /// <summary>Those of them that are pending, locked until the commit: an update that changes nothing is a look and a lock in one, on both engines.</summary>
    private async Task<HashSet<Guid>> LockPendingAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => [.. await statements.ListAsync(
        OneOf("UPDATE chat_updates SET state = state WHERE state = 0 AND id IN ({0}) RETURNING id", ids), row => row.GetGuid(0), cancellationToken)];

    /// <summary>A statement for any of the ids, filled up to a power of two: every length is a statement of its own to prepare, and naming a row twice changes nothing.</summary>
    private static FormattableString OneOf(string sql, IReadOnlyList<Guid> ids)
    {
        var places = (int)BitOperations.RoundUpToPowerOf2((uint)ids.Count);
        return FormattableStringFactory.Create(
            string.Format(CultureInfo.InvariantCulture, sql, string.Join(", ", Enumerable.Range(0, places).Select(place => $"{{{place}}}"))),
            [.. Enumerable.Range(0, places).Select(place => (object)ids[Math.Min(place, ids.Count - 1)])]);
    }

    private async Task<bool> TryWriteAsync(ChatMemory chat, CancellationToken cancellationToken)
    {
        DateTime? expires = chat.DialogExpiresAt?.UtcDateTime, refused = chat.RefusedAt?.UtcDateTime, unreachable = chat.UnreachableSince?.UtcDateTime;
        var seen = chat.SeenAt.UtcDateTime;
        return await statements.ExecuteAsync(
            $"""
             INSERT INTO chat_chats (platform, chat_id, account_id, language_code, username, menu_message_id, dialog_id, dialog_name, dialog_step, dialog_data,
                 dialog_path, dialog_expires_at, paused_dialog, ended_dialog_id, refused_at, unreachable_since, seen_at, version)
             VALUES ({chat.Platform}, {chat.ChatId}, {chat.AccountId}, {chat.LanguageCode}, {chat.Username}, {chat.MenuMessageId}, {chat.DialogId}, {chat.DialogName},
                 {chat.DialogStep}, {chat.DialogData}, {chat.DialogPath}, {expires}, {chat.PausedDialog}, {chat.EndedDialogId}, {refused}, {unreachable}, {seen}, {chat.Version + 1})
             ON CONFLICT (platform, chat_id) DO UPDATE SET
                 account_id = excluded.account_id, language_code = excluded.language_code, username = excluded.username, menu_message_id = excluded.menu_message_id,
                 dialog_id = excluded.dialog_id, dialog_name = excluded.dialog_name, dialog_step = excluded.dialog_step,
                 dialog_data = excluded.dialog_data, dialog_path = excluded.dialog_path, dialog_expires_at = excluded.dialog_expires_at,
                 paused_dialog = excluded.paused_dialog, ended_dialog_id = excluded.ended_dialog_id,
                 refused_at = excluded.refused_at, unreachable_since = excluded.unreachable_since, seen_at = excluded.seen_at, version = excluded.version
             WHERE chat_chats.version = {chat.Version}
             """,
            cancellationToken) == 1;
    }
}
