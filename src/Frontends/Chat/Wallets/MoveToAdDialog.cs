using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Wallets;

/// <summary>The button that begins the move of earnings to the ad balance.</summary>
internal sealed class MoveToAdAction : IChatAction
{
    public string Module => "wallets";

    public string Name => "move_to_ad";

    public Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        turn.BeginAsync(MoveToAdDialog.DialogName, MoveToAdDialog.AmountStep);
}

/// <summary>Amount, a warning that there is no way back, and the move.</summary>
internal sealed class MoveToAdDialog : IChatDialog
{
    public const string DialogName = "move_to_ad";
    public const string AmountStep = "amount";
    private const string ConfirmStep = "confirm";

    public string Module => "wallets";

    public string Name => DialogName;

    public async Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        if (dialog.Step == ConfirmStep)
        {
            return turn.Say("wallets.move.confirm", ("amount", dialog.Amount("amount"))).Confirm("wallets.move.go", dialog);
        }

        var earn = (await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Earn;
        var screen = turn.Say("wallets.move.amount", ("earn", earn));
        return screen.Amounts(dialog, earn, Sun.FromTrx(10), Sun.FromTrx(50));
    }

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken)
    {
        switch (dialog.Step, answer)
        {
            case (AmountStep, _):
                var earn = (await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Earn;
                return turn.Amount(answer, earn) is { } amount ? await AmountAsync(turn, dialog, amount, earn) : null;
            case (ConfirmStep, { Confirms: true }):
                var moved = await turn.Sender.Send(new MoveToAd(turn.Account.Id, dialog.Amount("amount"), $"{dialog.Id:N}"), cancellationToken);
                return moved.Succeeded
                    ? turn.Say("wallets.moved", ("amount", dialog.Amount("amount"))).Button("menu.balance", "balance").Button("menu.my_campaigns", "my_campaigns").Home()
                    : await turn.AskAsync(dialog.Next(AmountStep), moved.Error);
            default:
                return null;
        }
    }

    private static async Task<Reply> AmountAsync(ChatTurn turn, DialogState dialog, Result<Sun> amount, Sun earn)
    {
        var error = !amount.Succeeded ? amount.Error
            : amount.Value <= Sun.Zero ? MoneyErrors.NotANumber
            : amount.Value > earn ? WalletErrors.InsufficientFunds.With("available", earn.Value).With("needed", amount.Value.Value)
            : null;
        return error is null
            ? await turn.AskAsync(dialog.Next(ConfirmStep, ("amount", amount.Value.Value.ToString(CultureInfo.InvariantCulture))))
            : await turn.AskAsync(dialog, error);
    }
}
