using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Admin;

/// <summary>
/// The operator's desk, one withdrawal at a time: those that this operator can decide on, or all that are not signed yet. The button carries the list, the place in
/// it, and perhaps a decision.
/// </summary>
internal sealed class WithdrawalsAction : IChatAction
{
    public const string ActionName = "withdrawals";
    private const string All = "all";
    private const string Mine = "mine";

    public string Module => "wallets";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var done = arguments.Word(2) is null ? null : await DecideAsync(turn, arguments.Id<WithdrawalId>(2), arguments.Word(3), cancellationToken);
        return await ShowAsync(turn, arguments.Word(0), (int)Math.Min(arguments.Number(1), 1_000), done, cancellationToken);
    }

    public static async Task<Reply> ShowAsync(ChatTurn turn, string? list, int place, RichText? note, CancellationToken cancellationToken)
    {
        var mine = await turn.Sender.Send(new GetWithdrawalsToApprove(turn.Account.Id), cancellationToken);
        var unsigned = await turn.Sender.Send(new GetUnsignedWithdrawals(), cancellationToken);
        var (rows, shown) = list == All ? (unsigned, All) : (mine, Mine);
        // What was decided is gone from the list: the next one stands in its place.
        place = Math.Clamp(place, 0, Math.Max(0, rows.Count - 1));
        var screen = rows.Count > 0
            ? await CardAsync(turn, shown, rows, place, mine, cancellationToken)
            : turn.Say("admin.withdrawals.none", ("others", unsigned.Count(row => row.State == WithdrawalState.Requested)));
        if (shown == All)
        {
            screen.Button(turn.Label("admin.withdrawals.mine", ("count", mine.Count)), ActionName, Mine, 0);
        }
        else if (unsigned.Count > 0)
        {
            screen.Button(turn.Label("admin.withdrawals.all", ("count", unsigned.Count)), ActionName, All, 0);
        }

        return (note is null ? screen : screen.First(note)).Button("menu.admin", "admin");
    }

    private static async Task<ScreenBuilder> CardAsync(
        ChatTurn turn, string list, IReadOnlyList<WithdrawalView> rows, int place, IReadOnlyList<WithdrawalView> mine, CancellationToken cancellationToken)
    {
        var withdrawal = rows[place];
        var screen = turn.Say(
            "admin.withdrawal",
            ("number", place + 1),
            ("waiting", rows.Count),
            ("amount", withdrawal.Amount),
            ("receives", withdrawal.Receives),
            ("address", withdrawal.Address),
            ("at", withdrawal.RequestedAt),
            ("needed", withdrawal.ApprovalsNeeded),
            ("approvals", withdrawal.Approvals),
            ("wait", withdrawal.Wait == WithdrawalWait.None && withdrawal.NotBefore is not null ? WithdrawalWait.CoolDown : withdrawal.Wait),
            ("until", withdrawal.NotBefore ?? turn.Now));
        await screen.PersonAsync(turn, withdrawal.AccountId, cancellationToken);
        if (withdrawal.Wait == WithdrawalWait.HeldBack)
        {
            screen.Button("admin.withdrawal.release", ActionName, list, place, withdrawal.Id, "go").As(ButtonStyle.Success);
        }
        else if (mine.Any(row => row.Id == withdrawal.Id))
        {
            screen.Button("admin.withdrawal.approve", ActionName, list, place, withdrawal.Id, "ok").As(ButtonStyle.Success);
        }

        screen.Button("admin.withdrawal.reject", RefuseWithdrawalAction.ActionName, list, place, withdrawal.Id);
        if (place > 0)
        {
            screen.Button("button.previous", ActionName, list, place - 1);
        }

        if (place + 1 < rows.Count)
        {
            _ = place > 0 ? screen.Beside("button.next", ActionName, list, place + 1) : screen.Button("button.next", ActionName, list, place + 1);
        }

        return screen;
    }

    private static async Task<RichText> DecideAsync(ChatTurn turn, WithdrawalId id, string? decision, CancellationToken cancellationToken)
    {
        if (decision == "go")
        {
            var released = await turn.Sender.Send(new ReleaseWithdrawal(turn.Account.Id, id), cancellationToken);
            return released.Succeeded ? turn.Text("admin.withdrawal.released") : turn.Speaker.Explain(released.Error);
        }

        var reviewed = await turn.Sender.Send(new ReviewWithdrawal(turn.Account.Id, id, Approve: true), cancellationToken);
        return reviewed.Succeeded
            ? turn.Text(
                "admin.withdrawal.approved",
                ("state", reviewed.Value.State),
                ("approvals", reviewed.Value.Approvals),
                ("needed", reviewed.Value.ApprovalsNeeded),
                ("waits", reviewed.Value.NotBefore is null ? "no" : "yes"),
                ("until", reviewed.Value.NotBefore ?? turn.Now))
            : turn.Speaker.Explain(reviewed.Error);
    }
}

/// <summary>The button that begins a refusal.</summary>
internal sealed class RefuseWithdrawalAction : IChatAction
{
    public const string ActionName = "refuse_pay";

    public string Module => "wallets";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public ButtonStyle Style => ButtonStyle.Danger;

    public Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) => turn.BeginAsync(
        RefuseWithdrawalDialog.DialogName,
        RefuseWithdrawalDialog.ReasonStep,
        ("list", arguments.Word(0) ?? string.Empty),
        ("place", arguments.Word(1) ?? "0"),
        ("id", arguments.Word(2) ?? string.Empty));
}

/// <summary>Why: the person reads it.</summary>
internal sealed class RefuseWithdrawalDialog : IChatDialog
{
    public const string DialogName = "refuse_withdrawal";
    public const string ReasonStep = "reason";

    public string Module => "wallets";

    public string Name => DialogName;

    public Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken) => Task.FromResult(
        turn.Say("admin.withdrawal.reason").Choice("admin.withdrawal.no_reason", dialog, "none").As(ButtonStyle.Danger));

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is not ({ Text: not null } or { Choice: "none" }))
        {
            return null;
        }

        // The module looks at the role again: an operator of yesterday decides nothing today.
        var id = WithdrawalId.From(ActionArguments.DecodeId(dialog["id"]) ?? Guid.Empty);
        var reviewed = await turn.Sender.Send(new ReviewWithdrawal(turn.Account.Id, id, Approve: false, answer.Text), cancellationToken);
        return reviewed.Error?.Code == WalletErrors.ReasonTooLong.Code
            ? await turn.AskAsync(dialog, reviewed.Error)
            : await WithdrawalsAction.ShowAsync(
                turn,
                dialog["list"],
                int.TryParse(dialog["place"], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0,
                reviewed.Succeeded ? turn.Text("admin.withdrawal.refused") : turn.Speaker.Explain(reviewed.Error),
                cancellationToken);
    }
}

/// <summary>Who somebody is, as an operator has to know it before deciding.</summary>
internal static class PersonWords
{
    public static async Task<ScreenBuilder> PersonAsync(this ScreenBuilder screen, ChatTurn turn, AccountId id, CancellationToken cancellationToken)
    {
        if (await turn.Sender.Send(new GetAccount(id), cancellationToken) is not { } account)
        {
            return screen;
        }

        var names = await turn.Sender.Send(new GetUsernames(id), cancellationToken);
        screen.Also(
            "admin.person",
            ("person", string.Join(", ", account.Identities)),
            ("named", names.Count > 0 ? "yes" : "no"),
            ("names", string.Join(", ", names.Distinct(StringComparer.Ordinal).Select(name => $"@{name}"))),
            ("since", account.CreatedAt),
            ("days", (long)(turn.Now - account.CreatedAt).TotalDays),
            ("role", account.Role));
        if (!turn.Installed("wallets"))
        {
            return screen;
        }

        var (wallet, withdrawn) = (await turn.Sender.Send(new GetWallet(id), cancellationToken), await turn.Sender.Send(new GetWithdrawn(id), cancellationToken));
        var turnover = await turn.Sender.Send(new GetTurnover(LedgerAccount.Earn(id.Value)), cancellationToken);
        return screen.Also(
            "admin.person.money",
            ("tasks", SumOf(turnover, "campaign.")),
            ("commissions", SumOf(turnover, "commission.")),
            ("deposits", SumOf(turnover, "deposit.")),
            ("balance", wallet.Earn),
            ("count", withdrawn.Count),
            ("withdrawn", withdrawn.Amount));
    }

    private static Sun SumOf(IReadOnlyList<TurnoverLine> turnover, string kinds) =>
        new(turnover.Where(line => line.Kind.StartsWith(kinds, StringComparison.Ordinal)).Sum(line => line.Amount));
}
