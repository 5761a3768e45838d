using Marketplace.Accounts;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Admin;

/// <summary>The oldest withdrawal that waits for this operator, and the two decisions on it.</summary>
internal sealed class WithdrawalsAction : IChatAction
{
    public string Module => "wallets";

    public string Name => "withdrawals";

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var done = arguments.Word(0) is null ? null : await DecideAsync(turn, arguments, cancellationToken);
        var waiting = await turn.Sender.Send(new GetWithdrawalsToApprove(turn.Account.Id), cancellationToken);
        var screen = waiting is [var withdrawal, ..]
            ? turn.Say(
                    "admin.withdrawal",
                    ("waiting", waiting.Count),
                    ("amount", withdrawal.Amount),
                    ("address", withdrawal.Address),
                    ("person", string.Join(", ", await IdentitiesAsync(turn, withdrawal.AccountId, cancellationToken))),
                    ("at", withdrawal.RequestedAt),
                    ("approvals", withdrawal.Approvals),
                    ("needed", withdrawal.ApprovalsNeeded))
                .Button("admin.withdrawal.approve", Name, withdrawal.Id, "approve")
                .Button("admin.withdrawal.reject", Name, withdrawal.Id, "reject")
            : turn.Say("admin.withdrawals.none");
        return (done is null ? screen : screen.First(done)).Button("menu.admin", "admin");
    }

    private static async Task<RichText> DecideAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var reviewed = await turn.Sender.Send(
            new ReviewWithdrawal(turn.Account.Id, arguments.Id<WithdrawalId>(0), arguments.Word(1) == "approve"), cancellationToken);
        return reviewed.Succeeded
            ? turn.Text(
                "admin.withdrawal.done",
                ("state", reviewed.Value.State),
                ("approvals", reviewed.Value.Approvals),
                ("needed", reviewed.Value.ApprovalsNeeded))
            : turn.Speaker.Explain(reviewed.Error);
    }

    private static async Task<IReadOnlyList<Identity>> IdentitiesAsync(ChatTurn turn, AccountId id, CancellationToken cancellationToken) =>
        (await turn.Sender.Send(new GetAccount(id), cancellationToken))?.Identities ?? [];
}

/// <summary><c>/pause_withdrawals</c>: what the stop switch says, and the button that turns it.</summary>
internal sealed class PauseWithdrawalsCommand : IChatCommand
{
    public string Module => "wallets";

    public string Name => "pause_withdrawals";

    public int Order => 991;

    public bool OperatorsOnly => true;

    public Task<Reply> RunAsync(ChatTurn turn, string? payload, CancellationToken cancellationToken) =>
        turn.GoAsync(PauseWithdrawalsAction.ActionName);
}

/// <summary>The stop switch.</summary>
internal sealed class PauseWithdrawalsAction : IChatAction
{
    public const string ActionName = "pause_payout";

    public string Module => "wallets";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var error = arguments.Word(0) is { } word
            ? (await turn.Sender.Send(new PauseWithdrawals(turn.Account.Id, word == "on"), cancellationToken)).Error
            : null;
        var control = await turn.Sender.Send(new GetWithdrawalControl(), cancellationToken);
        var screen = (error is null ? turn.Say("admin.pause.title") : turn.Explain(error)).Control(control, always: true);
        return (control.PausedAt is null ? screen.Button("admin.pause.stop", Name, "on") : screen.Button("admin.pause.go", Name, "off")).Button("menu.admin", "admin");
    }
}

/// <summary>How the state of all withdrawals is told.</summary>
internal static class ControlWords
{
    public static ScreenBuilder Control(this ScreenBuilder screen, WithdrawalControlView control, bool always = false)
    {
        if (control.PausedAt is { } paused)
        {
            screen.Also("admin.pause.paused", ("at", paused));
        }
        else if (always)
        {
            screen.Also("admin.pause.running");
        }

        return control.ShortSince is { } since ? screen.Also("admin.pause.lacks", ("at", since)) : screen;
    }
}
