using System.Text.Json;
using Marketplace.Frontends.Engine;

namespace Marketplace.Frontends;

/// <summary>How a chat's dialogs are kept in its row. One that waited too long, or whose module is gone, is forgotten.</summary>
internal static class DialogMemory
{
    public static ChatDialogs DialogsOf(this ChatMemory chat, ContributionCatalogue catalogue, DateTimeOffset now)
    {
        var (running, paused) = (Known(RunningOf(chat)), Known(PausedOf(chat)));
        return new ChatDialogs(InTime(running), InTime(paused), chat.EndedDialogId, Expired: InTime(running) != running || InTime(paused) != paused);

        DialogState? Known(DialogState? dialog) => dialog is not null && catalogue.Dialogs.ContainsKey(dialog.Name) ? dialog : null;

        DialogState? InTime(DialogState? dialog) => dialog?.ExpiresAt <= now ? null : dialog;
    }

    /// <summary>What runs has all its time again; what waits has what was left.</summary>
    public static void Remember(this ChatMemory chat, ChatDialogs dialogs, DateTimeOffset expiresAt)
    {
        var running = dialogs.Running;
        chat.DialogId = running?.Id;
        chat.DialogName = running?.Name;
        chat.DialogStep = running?.Step;
        chat.DialogData = running is null ? null : JsonSerializer.Serialize(running.Data);
        chat.DialogPath = running is null ? null : JsonSerializer.Serialize(running.Path);
        chat.DialogExpiresAt = running is null ? null : expiresAt;
        chat.PausedDialog = dialogs.Paused is null ? null : JsonSerializer.Serialize(dialogs.Paused);
        chat.EndedDialogId = dialogs.EndedId;
    }

    private static DialogState? RunningOf(ChatMemory chat) =>
        chat is { DialogId: { } id, DialogName: { } name, DialogStep: { } step, DialogData: { } data, DialogExpiresAt: { } expires }
            ? new DialogState(id, name, step, JsonSerializer.Deserialize<Dictionary<string, string>>(data)!)
            {
                Path = chat.DialogPath is { } path ? JsonSerializer.Deserialize<DialogPath>(path)! : DialogPath.Start,
                ExpiresAt = expires,
            }
            : null;

    private static DialogState? PausedOf(ChatMemory chat) => chat.PausedDialog is { } paused ? JsonSerializer.Deserialize<DialogState>(paused) : null;
}
