using Marketplace.Frontends.Texts;

namespace Marketplace.Frontends.Engine;

/// <summary>What comes of an act: what is shown, and where the chat's dialogs stand afterwards.</summary>
internal sealed record Outcome(Reply Reply, ChatDialogs Dialogs);

/// <summary>
/// Finds who answers: a command, a button's action, the dialog that runs, a forwarded message's handler; else the main menu. A dialog that is left for
/// something else waits, and a button leads back to it.
/// </summary>
internal static class ChatEngine
{
    private const string HomeAction = "home";
    private const string ResumeAction = "resume";

    public static async Task<Outcome> AnswerAsync(ChatTurn turn, CancellationToken cancellationToken) => WithWayBack(turn, turn.Input.Content switch
    {
        CommandEntered command => await CommandAsync(turn, command, cancellationToken),
        ButtonPressed press => await PressAsync(turn, press, cancellationToken),
        TextEntered { Text: ['/', ..] } typed => await AsideAsync(turn, Unknown(turn, typed.Text)),
        TextEntered typed => await TextAsync(turn, typed, cancellationToken),
        MessageForwarded forward => await ForwardAsync(turn, forward, cancellationToken),
        _ => await AsideAsync(turn, turn.Text("note.other_content")),
    });

    private static async Task<Outcome> CommandAsync(ChatTurn turn, CommandEntered command, CancellationToken cancellationToken)
    {
        var known = turn.Catalogue.Commands.GetValueOrDefault(command.Name);
        return known is null || (known.OperatorsOnly && !turn.IsOperator)
            ? await AsideAsync(turn, Unknown(turn, "/" + command.Name))
            : Leave(turn, await known.RunAsync(turn, command.Payload, cancellationToken));
    }

    private static async Task<Outcome> PressAsync(ChatTurn turn, ButtonPressed press, CancellationToken cancellationToken)
    {
        if (turn.Seal.Open(turn.Account.Id, press.Data) is not var (action, arguments))
        {
            return await AsideAsync(turn, turn.Text("note.old_button"));
        }

        if (action is DialogButtons.Action or ResumeAction)
        {
            return await DialogButtonAsync(turn, action, arguments, cancellationToken);
        }

        return turn.Catalogue.Actions.GetValueOrDefault(action) is { } known && (!known.OperatorsOnly || turn.IsOperator)
            ? Leave(turn, await known.RunAsync(turn, arguments, cancellationToken))
            : await AsideAsync(turn, turn.Text("note.old_button"));
    }

    /// <summary>A button of a dialog, or the one that leads back to it: it belongs to the dialog that runs or to the one that waits, or it is too late.</summary>
    private static async Task<Outcome> DialogButtonAsync(ChatTurn turn, string action, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var id = ActionArguments.DecodeId(arguments.Word(0));
        if (turn.Dialogs.Paused is { } paused && paused.Id == id)
        {
            turn = turn.With(turn.Dialogs.Resumed());
        }

        if (turn.Dialog is { } dialog && dialog.Id == id)
        {
            return action == ResumeAction ? await AskAsync(turn, dialog) : await ChoiceAsync(turn, dialog, arguments, cancellationToken);
        }

        // The last button of a dialog pressed ten times: its answer is on the screen already, and stays there.
        return id is not null && turn.Dialogs.EndedId == id
            ? new Outcome(new Reply(null), turn.Dialogs)
            : await AsideAsync(turn, turn.Text(turn.Dialogs.Expired ? "note.dialog_expired" : "note.old_button"));
    }

    private static async Task<Outcome> ChoiceAsync(ChatTurn turn, DialogState dialog, ActionArguments arguments, CancellationToken cancellationToken)
    {
        if (!DialogButtons.IsOf(dialog, arguments))
        {
            // Pressed twice or late, at a step that is over.
            return await AskAsync(turn, dialog);
        }

        if (arguments.Word(1) == DialogButtons.Back)
        {
            return await AskAsync(turn, dialog.Back());
        }

        var answer = arguments.Word(1) switch
        {
            DialogButtons.Keep => dialog.Path.AnswerAt(dialog.Step),
            [DialogButtons.Typed, .. var typed] => new DialogAnswer(typed, null, null),
            var choice => new DialogAnswer(null, choice ?? string.Empty, null),
        };
        return (answer is null ? null : await TakeAsync(turn, answer, cancellationToken)) ?? await AskAsync(turn, dialog);
    }

    private static async Task<Outcome> TextAsync(ChatTurn turn, TextEntered typed, CancellationToken cancellationToken)
    {
        var text = UserText.WithoutIsolates(typed.Text);
        return await TakeAsync(turn, new DialogAnswer(text, null, null), cancellationToken)
            ?? (turn.Dialog is null && await WordsAsync(turn, text, cancellationToken) is { } reply ? Leave(turn, reply) : null)
            ?? await AsideAsync(turn, turn.Text(turn.Dialogs.Expired ? "note.dialog_expired" : "note.not_understood"));
    }

    /// <summary>Outside a dialog: a command without its slash, the words of a button of the menu, or what a module makes of them.</summary>
    private static async Task<Reply?> WordsAsync(ChatTurn turn, string text, CancellationToken cancellationToken)
    {
        if (turn.Catalogue.Commands.GetValueOrDefault(text.Trim().ToLowerInvariant()) is { } command && (!command.OperatorsOnly || turn.IsOperator))
        {
            return await command.RunAsync(turn, null, cancellationToken);
        }

        if (turn.Catalogue.Menu.FirstOrDefault(entry => (!entry.OperatorsOnly || turn.IsOperator) && IsLabel(turn, entry, text)) is { } entry
            && turn.Catalogue.Actions.GetValueOrDefault(entry.Action) is { } action)
        {
            return await action.RunAsync(turn, ActionArguments.None, cancellationToken);
        }

        foreach (var handler in turn.Catalogue.Texts)
        {
            if (await handler.HandleAsync(turn, text, cancellationToken) is { } reply)
            {
                return reply;
            }
        }

        return null;
    }

    /// <summary>A label begins with a sign, which nobody types.</summary>
    private static bool IsLabel(ChatTurn turn, IMenuEntry entry, string text)
    {
        var words = turn.Label($"menu.{entry.Action}").Text.SkipWhile(letter => !char.IsLetter(letter));
        return string.Concat(words).Equals(text.Trim(), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<Outcome> ForwardAsync(ChatTurn turn, MessageForwarded forward, CancellationToken cancellationToken)
    {
        if (await TakeAsync(turn, new DialogAnswer(null, null, forward), cancellationToken) is { } taken)
        {
            return taken;
        }

        return turn.Catalogue.Forward is { } handler
            ? Leave(turn, await handler.HandleAsync(turn, forward, cancellationToken))
            : await AsideAsync(turn, turn.Text("note.not_understood"));
    }

    /// <summary>Gives the running dialog an answer; null where none runs, or its step has no use for it.</summary>
    private static async Task<Outcome?> TakeAsync(ChatTurn turn, DialogAnswer answer, CancellationToken cancellationToken)
    {
        if (turn.Dialog is not { } dialog || await turn.Catalogue.Dialogs[dialog.Name].TakeAsync(turn, dialog, answer, cancellationToken) is not { } reply)
        {
            return null;
        }

        var next = reply.Dialog?.Id == dialog.Id ? reply.Dialog.Answered(dialog.Step, answer) : reply.Dialog;
        return new Outcome(reply, turn.Dialogs.Answered(next));
    }

    private static async Task<Outcome> AskAsync(ChatTurn turn, DialogState dialog)
    {
        var reply = await turn.AskAsync(dialog);
        return new Outcome(reply, turn.Dialogs.Answered(reply.Dialog));
    }

    /// <summary>A note that costs nobody their half-written campaign: the dialog asks again, or the main menu is there.</summary>
    private static async Task<Outcome> AsideAsync(ChatTurn turn, RichText note)
    {
        var outcome = turn.Dialog is { } dialog ? await AskAsync(turn, dialog) : new Outcome(await turn.GoAsync(HomeAction), turn.Dialogs);
        return outcome with { Reply = outcome.Reply.Noted(note) };
    }

    private static RichText Unknown(ChatTurn turn, string command) => turn.Speaker.Explain(ChatErrors.UnknownCommand.With("command", command));

    /// <summary>Something was done that is no answer to the dialog. Who began it anew is told that what they had answered is gone.</summary>
    private static Outcome Leave(ChatTurn turn, Reply reply)
    {
        var dialogs = reply.EndsDialog ? turn.Dialogs.Cancelled() : turn.Dialogs.Left(reply.Dialog);
        var startsOver = turn.Dialog is { Path.Steps.Count: > 0 } left && left.Name == reply.Dialog?.Name;
        return new Outcome(startsOver ? reply.Noted(turn.Text("note.dialog_restarted")) : reply, dialogs);
    }

    /// <summary>A button to the dialog that waits: on the main menu, and wherever another has just ended or made way for something else.</summary>
    private static Outcome WithWayBack(ChatTurn turn, Outcome outcome)
    {
        var left = turn.Dialog is { } ran && ran.Id != outcome.Dialogs.Running?.Id ? turn.Dialog : null;
        if (outcome.Dialogs.Paused is not { } paused || (left is null && !outcome.Reply.IsMenu))
        {
            return outcome;
        }

        turn = turn.In(outcome.Reply.Language ?? turn.Speaker.Language);
        var reply = outcome.Reply.Offering(turn.Button("button.resume", ResumeAction, ActionArguments.EncodeId(paused.Id)));
        return outcome with { Reply = paused.Id == left?.Id ? reply.Noted(turn.Text("note.dialog_left")) : reply };
    }
}
