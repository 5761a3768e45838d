namespace Marketplace.Frontends.Home;

/// <summary>The main menu: what the installed modules put there.</summary>
internal sealed class HomePage : IChatAction
{
    public string Module => "chat";

    public string Name => "home";

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var screen = turn.Say("home.welcome");
        foreach (var line in turn.Catalogue.Lines)
        {
            screen.Also(await line.SayAsync(turn, cancellationToken));
        }

        var row = -1;
        foreach (var entry in turn.Catalogue.Menu.Where(entry => !entry.OperatorsOnly || turn.IsOperator))
        {
            var label = $"menu.{entry.Action}";
            _ = entry.Order / 10 == row ? screen.Beside(label, entry.Action) : screen.Button(label, entry.Action);
            row = entry.Order / 10;
        }

        return screen.ToReply() with { IsMenu = true };
    }
}

/// <summary><c>/start</c>, alone or with what a link carried.</summary>
internal sealed class StartCommand : IChatCommand
{
    public string Module => "chat";

    public string Name => "start";

    public int Order => 0;

    public async Task<Reply> RunAsync(ChatTurn turn, string? payload, CancellationToken cancellationToken)
    {
        if (payload is null)
        {
            return await turn.GoAsync("home");
        }

        var known = turn.Catalogue.Payloads.FirstOrDefault(candidate => payload.StartsWith(candidate.Prefix, StringComparison.Ordinal));
        if (known is not null)
        {
            return await known.OpenAsync(turn, payload[known.Prefix.Length..], cancellationToken);
        }

        // Somebody else's link, or an old one: no reason to turn a person away.
        return (await turn.GoAsync("home")).Noted(turn.Text("note.unknown_link"));
    }
}

/// <summary><c>/help</c>: what this is, and every command.</summary>
internal sealed class HelpPage() : Page("chat", "help", 900)
{
    public override Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var screen = turn.Say("help.intro");
        var commands = turn.Catalogue.Describe(turn.Speaker.Language.Code, turn.IsOperator);
        screen.Also(new RichText([new TextSpan(string.Join('\n', commands.Select(command => $"/{command.Name} - {command.Description}")))]));
        return Task.FromResult<Reply>(screen.Home());
    }
}

/// <summary><c>/cancel</c>: out of the dialog that runs, else of the one that waits, back to the main menu.</summary>
internal sealed class CancelPage() : Page("chat", "cancel", 910)
{
    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var note = turn.Text(turn.Dialogs is { Running: null, Paused: null } ? "note.nothing_to_cancel" : "note.cancelled");
        return (await turn.GoAsync("home")).Noted(note) with { EndsDialog = true };
    }
}
