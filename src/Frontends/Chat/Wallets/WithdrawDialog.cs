using System.Globalization;
using Marketplace.Frontends.Home;
using Marketplace.Kernel;
using Marketplace.Wallets;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Wallets;

internal sealed class WithdrawCommand() : Page("wallets", "withdraw", 70)
{
    public override Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        turn.BeginAsync(WithdrawDialog.DialogName, WithdrawDialog.AddressStep);
}

/// <summary>Address, amount, what it costs and what arrives, and only then the withdrawal.</summary>
internal sealed class WithdrawDialog(IOptions<WalletsOptions> options) : IChatDialog
{
    public const string DialogName = "withdraw";
    public const string AddressStep = "address";
    private const string AmountStep = "amount";
    private const string ConfirmStep = "confirm";

    public string Module => "wallets";

    public string Name => DialogName;

    public async Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        if (dialog.Step == ConfirmStep)
        {
            var wait = TimeSpan.FromSeconds(long.Parse(dialog["wait"], CultureInfo.InvariantCulture));
            return turn.Say(
                    "wallets.withdraw.confirm",
                    ("address", dialog["address"]),
                    ("amount", dialog.Amount("amount")),
                    ("fee", dialog.Amount("fee")),
                    ("activation", dialog.Amount("activation")),
                    ("activates", dialog.Amount("activation") > Sun.Zero ? "yes" : "no"),
                    ("receives", dialog.Amount("receives")),
                    ("waits", wait > TimeSpan.Zero ? "yes" : "no"),
                    ("hours", (long)wait.TotalHours),
                    ("minutes", (long)wait.Minutes),
                    ("approvals", dialog["approvals"]))
                .Choice("wallets.withdraw.go", dialog, "go")
                .Cancel();
        }

        var earn = (await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Earn;
        if (dialog.Step == AddressStep)
        {
            return turn.Say("wallets.withdraw.address", ("earn", earn), ("minimum", options.Value.MinimumWithdrawal), ("fee", options.Value.WithdrawalFee)).Cancel();
        }

        var screen = turn.Say("wallets.withdraw.amount", ("earn", earn), ("minimum", options.Value.MinimumWithdrawal));
        if (earn >= options.Value.MinimumWithdrawal)
        {
            screen.Choice(turn.Label("wallets.all", ("amount", earn)), dialog, "all");
        }

        return screen.Cancel();
    }

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken) => (dialog.Step, answer) switch
    {
        (AddressStep, { Text: { } text }) => await AddressAsync(turn, dialog, text.Trim(), cancellationToken),
        (AmountStep, { Choice: "all" }) => await AmountAsync(
            turn, dialog, (await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Earn, cancellationToken),
        (AmountStep, { Text: { } text }) => await AmountAsync(turn, dialog, Sun.Parse(text), cancellationToken),
        (ConfirmStep, { Choice: "go" }) => await RequestAsync(turn, dialog, cancellationToken),
        _ => null,
    };

    private static async Task<Reply> AddressAsync(ChatTurn turn, DialogState dialog, string address, CancellationToken cancellationToken)
    {
        var quote = await turn.Sender.Send(new QuoteWithdrawal(turn.Account.Id, address, null), cancellationToken);
        return quote.Succeeded
            ? await turn.AskAsync(dialog.Next(AmountStep, ("address", quote.Value.Address)))
            : await turn.AskAsync(dialog, quote.Error);
    }

    private static async Task<Reply> AmountAsync(ChatTurn turn, DialogState dialog, Result<Sun> amount, CancellationToken cancellationToken)
    {
        if (!amount.Succeeded)
        {
            return await turn.AskAsync(dialog, amount.Error);
        }

        var quote = await turn.Sender.Send(new QuoteWithdrawal(turn.Account.Id, dialog["address"], amount.Value), cancellationToken);
        return quote.Succeeded
            ? await turn.AskAsync(dialog.Next(
                ConfirmStep,
                ("amount", Invariant(quote.Value.Amount)),
                ("fee", Invariant(quote.Value.Fee)),
                ("activation", Invariant(quote.Value.ActivationFee)),
                ("receives", Invariant(quote.Value.Receives)),
                ("wait", ((long)quote.Value.CoolDown.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
                ("approvals", quote.Value.ApprovalsNeeded.ToString(CultureInfo.InvariantCulture))))
            : await turn.AskAsync(dialog, quote.Error);
    }

    private static async Task<Reply> RequestAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        // The dialog's own id is the key: however often this button arrives, the money leaves once.
        var requested = await turn.Sender.Send(
            new RequestWithdrawal(
                turn.Account.Id, dialog["address"], dialog.Amount("amount"), $"{dialog.Id:N}", dialog.Amount("fee") + dialog.Amount("activation")),
            cancellationToken);
        if (!requested.Succeeded)
        {
            // Where only the network is silent, the same button is the way on.
            return await turn.AskAsync(requested.Error.Code == WalletErrors.NetworkUnavailable.Code ? dialog : dialog.Next(AmountStep), requested.Error);
        }

        var withdrawal = requested.Value;
        return turn.Say(
                "wallets.withdraw.taken",
                ("state", withdrawal.Wait == WithdrawalWait.None ? withdrawal.State : withdrawal.Wait),
                ("amount", withdrawal.Amount),
                ("receives", withdrawal.Receives),
                ("needed", withdrawal.ApprovalsNeeded),
                ("until", withdrawal.NotBefore ?? turn.Now))
            .TakeBack(turn, withdrawal)
            .Button("menu.balance", "balance")
            .Home();
    }

    private static string Invariant(Sun amount) => amount.Value.ToString(CultureInfo.InvariantCulture);
}
