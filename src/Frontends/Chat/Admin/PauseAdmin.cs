using Marketplace.Wallets;

namespace Marketplace.Frontends.Admin;

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
        return (control.PausedAt is null
            ? screen.Button("admin.pause.stop", Name, "on").As(ButtonStyle.Danger)
            : screen.Button("admin.pause.go", Name, "off").As(ButtonStyle.Success)).Button("menu.admin", "admin");
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
