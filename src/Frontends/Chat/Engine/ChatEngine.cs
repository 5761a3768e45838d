using Marketplace.Frontends.Texts;

namespace Marketplace.Frontends.Engine;

/// <summary>Finds who answers: a command, a button's action, the dialog that runs, a forwarded message's handler; else the main menu.</summary>
internal static class ChatEngine
{
    private const string HomeAction = "home";

    public static async Task<Reply> AnswerAsync(ChatTurn turn, ChatMemory memory, CancellationToken cancellationToken) => turn.Input.Content switch
    {
        CommandEntered command => await CommandAsync(turn, command, cancellationToken),
        ButtonPressed press => await PressAsync(turn, press, memory, cancellationToken),
        TextEntered { Text: ['/', ..] } typed => await AsideAsync(turn, Unknown(turn, typed.Text)),
        TextEntered typed => await TextAsync(turn, typed, memory, cancellationToken),
        MessageForwarded forward => await ForwardAsync(turn, forward, cancellationToken),
        _ => await AsideAsync(turn, turn.Text("note.other_content")),
    };

    private static async Task<Reply> CommandAsync(ChatTurn turn, CommandEntered command, CancellationToken cancellationToken)
    {
        var known = turn.Catalogue.Commands.GetValueOrDefault(command.Name);
        return known is null || (known.OperatorsOnly && !turn.IsOperator)
            ? await AsideAsync(turn, Unknown(turn, "/" + command.Name))
            : Farewell(turn, await known.RunAsync(turn, command.Payload, cancellationToken));
    }

    private static async Task<Reply> PressAsync(ChatTurn turn, ButtonPressed press, ChatMemory memory, CancellationToken cancellationToken)
    {
        if (turn.Seal.Open(turn.Account.Id, press.Data) is not var (action, arguments))
        {
            return await AsideAsync(turn, turn.Text("note.old_button"));
        }

        if (action == ScreenBuilder.DialogAction)
        {
            return await ChoiceAsync(turn, arguments, memory, cancellationToken);
        }

        return turn.Catalogue.Actions.GetValueOrDefault(action) is { } known && (!known.OperatorsOnly || turn.IsOperator)
            ? Farewell(turn, await known.RunAsync(turn, arguments, cancellationToken))
            : await AsideAsync(turn, turn.Text("note.old_button"));
    }

    private static async Task<Reply> ChoiceAsync(ChatTurn turn, ActionArguments arguments, ChatMemory memory, CancellationToken cancellationToken)
    {
        var id = ActionArguments.DecodeId(arguments.Word(0));
        if (turn.Dialog is { } dialog && dialog.Id == id)
        {
            // A choice of an earlier step, pressed twice or late, asks the present one again.
            return AnswerOf(dialog, arguments) is { } answer && await turn.Catalogue.Dialogs[dialog.Name].TakeAsync(turn, dialog, answer, cancellationToken) is { } taken
                ? taken
                : await turn.AskAsync(dialog);
        }

        // The last button of a dialog pressed ten times: its answer is on the screen already, and stays there.
        return memory.EndedDialogId == id
            ? new Reply(null, turn.Dialog)
            : await AsideAsync(turn, turn.Text("note.old_button"));
    }

    /// <summary>What the button says, or types for the person; null where it types something at a step that is over.</summary>
    private static DialogAnswer? AnswerOf(DialogState dialog, ActionArguments arguments) => arguments.Word(1) switch
    {
        [ScreenBuilder.TypedMark, .. var typed] => arguments.Word(2) == ScreenBuilder.StepMark(dialog) ? new DialogAnswer(typed, null, null) : null,
        var choice => new DialogAnswer(null, choice ?? string.Empty, null),
    };

    private static async Task<Reply> TextAsync(ChatTurn turn, TextEntered typed, ChatMemory memory, CancellationToken cancellationToken)
    {
        var text = UserText.WithoutIsolates(typed.Text);
        if (turn.Dialog is { } dialog
            && await turn.Catalogue.Dialogs[dialog.Name].TakeAsync(turn, dialog, new DialogAnswer(text, null, null), cancellationToken) is { } taken)
        {
            return taken;
        }

        return turn.Dialog is null && await WordsAsync(turn, text, cancellationToken) is { } reply ? reply : await AsideAsync(turn, turn.Text(memory.DialogExpired ? "note.dialog_expired" : "note.not_understood"));
    }

    /// <summary>Outside a dialog: a command without its slash, or what a module makes of words.</summary>
    private static async Task<Reply?> WordsAsync(ChatTurn turn, string text, CancellationToken cancellationToken)
    {
        if (turn.Catalogue.Commands.GetValueOrDefault(text.Trim().ToLowerInvariant()) is { } command && (!command.OperatorsOnly || turn.IsOperator))
        {
            return await command.RunAsync(turn, null, cancellationToken);
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

    private static async Task<Reply> ForwardAsync(ChatTurn turn, MessageForwarded forward, CancellationToken cancellationToken)
    {
        if (turn.Dialog is { } dialog
            && await turn.Catalogue.Dialogs[dialog.Name].TakeAsync(turn, dialog, new DialogAnswer(null, null, forward), cancellationToken) is { } taken)
        {
            return taken;
        }

        return turn.Catalogue.Forward is { } handler
            ? Farewell(turn, await handler.HandleAsync(turn, forward, cancellationToken))
            : await AsideAsync(turn, turn.Text("note.not_understood"));
    }

    /// <summary>A note that costs nobody his half-written campaign: the dialog asks again, or the main menu is there.</summary>
    private static async Task<Reply> AsideAsync(ChatTurn turn, RichText note) => Noted(
        turn.Dialog is { } dialog ? await turn.AskAsync(dialog) : await turn.GoAsync(HomeAction), note);

    private static RichText Unknown(ChatTurn turn, string command) => turn.Speaker.Explain(ChatErrors.UnknownCommand.With("command", command));

    /// <summary>Whoever leaves a dialog by doing something else is told that it ended.</summary>
    private static Reply Farewell(ChatTurn turn, Reply reply) => turn.Dialog is null || reply.SpeaksOfDialog
        ? reply
        : Noted(reply, turn.Text("note.dialog_left"));

    private static Reply Noted(Reply reply, RichText note) => reply.Screen is null ? reply : reply with
    {
        Screen = reply.Screen with { Text = new RichText([.. note.Spans, new TextSpan("\n\n"), .. reply.Screen.Text.Spans]) },
    };
}
