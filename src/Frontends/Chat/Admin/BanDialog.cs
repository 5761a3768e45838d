using Marketplace.Accounts;

namespace Marketplace.Frontends.Admin;

/// <summary>The button that begins a ban.</summary>
internal sealed class BanAction : IChatAction
{
    public string Module => "accounts";

    public string Name => "ban";

    public bool OperatorsOnly => true;

    public Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        turn.BeginAsync(BanDialog.DialogName, BanDialog.PersonStep);
}

/// <summary>Whom, and whether: shuts somebody out or lets him in again.</summary>
internal sealed class BanDialog : IChatDialog
{
    public const string DialogName = "ban";
    public const string PersonStep = "person";
    private const string ConfirmStep = "confirm";

    public string Module => "accounts";

    public string Name => DialogName;

    public Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken) => Task.FromResult(dialog.Step == PersonStep
        ? turn.Say("admin.ban.person", ("platform", turn.Platform.Name)).Cancel()
        : turn.Say("admin.ban.confirm", ("person", dialog["person"]), ("banned", dialog["banned"]))
            .Choice(dialog["banned"] == "yes" ? "admin.ban.lift" : "admin.ban.go", dialog, "go")
            .Cancel());

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken) => (dialog.Step, answer) switch
    {
        (PersonStep, { Text: { } text }) => await FindAsync(turn, dialog, text.Trim(), cancellationToken),
        (ConfirmStep, { Choice: "go" }) => await DecideAsync(turn, dialog, cancellationToken),
        _ => null,
    };

    private static async Task<Reply> FindAsync(ChatTurn turn, DialogState dialog, string text, CancellationToken cancellationToken)
    {
        var identity = text.Split(':', 2) is [var platform, var id] ? new Identity(platform, id) : new Identity(turn.Platform.Name, text);
        return await turn.Sender.Send(new FindAccount(identity), cancellationToken) is { } account
            ? await turn.AskAsync(dialog.Next(
                ConfirmStep,
                ("person", identity.ToString()),
                ("account", ActionArguments.EncodeId(account.Id.Value)),
                ("banned", account.Role == AccountRole.Banned ? "yes" : "no")))
            : await turn.AskAsync(dialog, AccountErrors.NotFound);
    }

    private static async Task<Reply> DecideAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        var account = AccountId.From(ActionArguments.DecodeId(dialog["account"]) ?? Guid.Empty);
        var ban = dialog["banned"] == "no";
        // The module looks at the role again: an operator of yesterday decides nothing today.
        var done = await turn.Sender.Send(new BanAccount(turn.Account.Id, account, ban), cancellationToken);
        return (done.Succeeded ? turn.Say("admin.banned", ("person", dialog["person"]), ("banned", ban ? "yes" : "no")) : turn.Explain(done.Error))
            .Button("menu.admin", "admin");
    }
}
