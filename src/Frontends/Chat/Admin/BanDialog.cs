using Marketplace.Accounts;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Admin;

/// <summary>The button that begins a ban, of anybody or of the account it carries.</summary>
internal sealed class BanAction : IChatAction
{
    public const string ActionName = "ban";

    public string Module => "accounts";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        await turn.Sender.Send(new GetAccount(arguments.Id<AccountId>(0)), cancellationToken) is { } account
            ? await BanDialog.BeginAsync(turn, account)
            : await turn.BeginAsync(BanDialog.DialogName, BanDialog.PersonStep);
}

/// <summary>Who is shut out, and the way back in.</summary>
internal sealed class BannedAction : IChatAction
{
    public const string ActionName = "banned";
    private const int Most = 8;

    public string Module => "accounts";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var skip = (int)Math.Min(arguments.Number(0), int.MaxValue - Most);
        var banned = await turn.Sender.Send(new GetBannedAccounts(Most + 1, skip), cancellationToken);
        var screen = turn.Say(banned.Count == 0 ? "admin.bans.none" : "admin.bans.title");
        foreach (var account in banned.Take(Most))
        {
            screen.Button(turn.Label("admin.bans.one", ("person", string.Join(", ", account.Identities))), BanAction.ActionName, account.Id);
        }

        if (skip > 0)
        {
            screen.Button("button.previous", Name, Math.Max(0, skip - Most));
        }

        if (banned.Count > Most)
        {
            screen.Button("button.next", Name, skip + Most);
        }

        return screen.Button("admin.ban", BanAction.ActionName).Button("menu.admin", "admin");
    }
}

/// <summary>Whom, and whether: shuts somebody out or lets them in again.</summary>
internal sealed class BanDialog : IChatDialog
{
    public const string DialogName = "ban";
    public const string PersonStep = "person";
    private const string ConfirmStep = "confirm";

    public string Module => "accounts";

    public string Name => DialogName;

    public static Task<Reply> BeginAsync(ChatTurn turn, AccountView account) => turn.BeginAsync(DialogName, ConfirmStep, Answers(account));

    public async Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        if (dialog.Step == PersonStep)
        {
            return turn.Say("admin.ban.person", ("platform", turn.Platform.Name));
        }

        var screen = turn.Say("admin.ban.confirm", ("banned", dialog["banned"]));
        await screen.PersonAsync(turn, AccountOf(dialog), cancellationToken);
        return (dialog["banned"] == "yes"
            ? screen.Confirm("admin.ban.lift", dialog)
            : screen.Confirm("admin.ban.go", dialog, ButtonStyle.Danger));
    }

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken) => (dialog.Step, answer) switch
    {
        (PersonStep, { Text: { } text }) => await FindAsync(turn, dialog, text.Trim(), cancellationToken),
        (ConfirmStep, { Confirms: true }) => await DecideAsync(turn, dialog, cancellationToken),
        _ => null,
    };

    private static async Task<Reply> FindAsync(ChatTurn turn, DialogState dialog, string text, CancellationToken cancellationToken)
    {
        return await AccountAsync(turn, text, cancellationToken) switch
        {
            null => await turn.AskAsync(dialog, AccountErrors.NotFound),
            { Role: AccountRole.Operator } => await turn.AskAsync(dialog, AccountErrors.OperatorCanNotBeBanned),
            var account => await turn.AskAsync(dialog.Next(ConfirmStep, Answers(account))),
        };
    }

    private static async Task<AccountView?> AccountAsync(ChatTurn turn, string text, CancellationToken cancellationToken)
    {
        if (text is ['@', ..])
        {
            return await turn.Sender.Send(new FindByUsername(turn.Platform.Name, text), cancellationToken) is { } named
                ? await turn.Sender.Send(new GetAccount(named), cancellationToken)
                : null;
        }

        var identity = text.Split(':', 2) is [var platform, var id] ? new Identity(platform, id) : new Identity(turn.Platform.Name, text);
        return await turn.Sender.Send(new FindAccount(identity), cancellationToken);
    }

    private static async Task<Reply> DecideAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        var (account, ban) = (AccountOf(dialog), dialog["banned"] == "no");
        // The module looks at the role again: an operator of yesterday decides nothing today.
        var done = await turn.Sender.Send(new BanAccount(turn.Account.Id, account, ban), cancellationToken);
        if (!done.Succeeded)
        {
            return turn.Explain(done.Error).Button("menu.admin", "admin");
        }

        var held = ban && turn.Installed("wallets")
            ? (await turn.Sender.Send(new GetWithdrawalsToApprove(turn.Account.Id), cancellationToken)).Count(row => row.AccountId == account)
            : 0;
        var screen = turn.Say("admin.banned", ("person", dialog["person"]), ("banned", ban ? "yes" : "no"), ("held", held));
        return (held > 0 ? screen.Button("admin.withdrawals", WithdrawalsAction.ActionName) : screen).Button("menu.admin", "admin");
    }

    private static (string Name, string Value)[] Answers(AccountView account) =>
    [
        ("person", string.Join(", ", account.Identities)),
        ("account", ActionArguments.EncodeId(account.Id.Value)),
        ("banned", account.Role == AccountRole.Banned ? "yes" : "no"),
    ];

    private static AccountId AccountOf(DialogState dialog) => AccountId.From(ActionArguments.DecodeId(dialog["account"]) ?? Guid.Empty);
}
