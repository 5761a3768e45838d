using System.Globalization;
using Marketplace.Frontends.Home;
using Marketplace.Kernel;
using Marketplace.Wallets;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Wallets;

/// <summary><c>/withdraw</c>: the dialog, or how far it is to the first withdrawal.</summary>
internal sealed class WithdrawCommand(IOptions<WalletsOptions> options) : Page("wallets", "withdraw", 70)
{
    private const int Blocks = 10;

    // For those who only ask for the command's name.
    public WithdrawCommand()
        : this(Options.Create(new WalletsOptions()))
    {
    }

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var (earn, least) = ((await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Earn, options.Value.MinimumWithdrawal);
        if (earn >= least)
        {
            return await turn.BeginAsync(WithdrawDialog.DialogName, WithdrawDialog.AddressStep);
        }

        // No question that every answer to would be refused.
        var full = (int)(earn.Value * (Int128)Blocks / least.Value);
        var screen = turn.Say(
                "wallets.withdraw.too_little",
                ("earn", earn),
                ("minimum", least),
                ("bar", new string('▓', full) + new string('░', Blocks - full)),
                ("missing", least - earn),
                ("receives", least - options.Value.WithdrawalFee))
            .Button("menu.browse_bots", "browse_bots");
        if (earn > Sun.Zero)
        {
            screen.Button("wallets.move", "move_to_ad");
        }

        return screen.Button("menu.balance", "balance").Home();
    }
}

/// <summary>Address, amount, what it costs and what arrives, and only then the withdrawal.</summary>
internal sealed class WithdrawDialog(IOptions<WalletsOptions> options) : IChatDialog
{
    public const string DialogName = "withdraw";
    public const string AddressStep = "address";
    private const string AmountStep = "amount";
    private const string ConfirmStep = "confirm";
    private const int AddressesShown = 5;

    public string Module => "wallets";

    public string Name => DialogName;

    public async Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        if (dialog.Step == ConfirmStep)
        {
            return AskToConfirm(turn, dialog);
        }

        var earn = (await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Earn;
        return dialog.Step == AddressStep
            ? await AskForAddressAsync(turn, dialog, earn, cancellationToken)
            : AskForAmount(turn, dialog, earn);
    }

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken) => (dialog.Step, answer) switch
    {
        (AddressStep, { Text: { } text }) => await AddressAsync(turn, dialog, text.Trim(), cancellationToken),
        (AddressStep, { Choice: { } choice }) => await SavedAsync(turn, dialog, choice, cancellationToken),
        (AmountStep, { Choice: "all" or "half" }) => await AmountAsync(
            turn, dialog, Part((await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Earn, answer.Choice == "half"), cancellationToken),
        (AmountStep, { Text: { } text }) => await AmountAsync(turn, dialog, Sun.Parse(text), cancellationToken),
        (ConfirmStep, { Confirms: true }) => await RequestAsync(turn, dialog, cancellationToken),
        _ => null,
    };

    private async Task<ScreenBuilder> AskForAddressAsync(ChatTurn turn, DialogState dialog, Sun earn, CancellationToken cancellationToken)
    {
        var saved = await turn.Sender.Send(new GetSavedAddresses(turn.Account.Id, AddressesShown), cancellationToken);
        var screen = turn.Say(
            "wallets.withdraw.address",
            ("earn", earn),
            ("minimum", options.Value.MinimumWithdrawal),
            ("fee", options.Value.WithdrawalFee),
            ("saved", saved.Count));
        foreach (var address in saved)
        {
            screen.Choice(address.Label(turn), dialog, ActionArguments.EncodeId(address.Id.Value));
        }

        return screen;
    }

    private ScreenBuilder AskForAmount(ChatTurn turn, DialogState dialog, Sun earn)
    {
        var fees = dialog.Amount("fee") + dialog.Amount("activation");
        var least = fees < options.Value.MinimumWithdrawal ? options.Value.MinimumWithdrawal : fees + new Sun(1);
        var screen = turn.Say(
            "wallets.withdraw.amount",
            ("earn", earn),
            ("minimum", least),
            ("fee", dialog.Amount("fee")),
            ("activates", dialog.Amount("activation") > Sun.Zero ? "yes" : "no"),
            ("activation", dialog.Amount("activation")),
            ("address", dialog["address"]));
        foreach (var half in new[] { false, true })
        {
            var amount = Part(earn, half);
            if (amount >= least)
            {
                screen.Choice(
                    turn.Label("wallets.withdraw.part", ("half", half ? "yes" : "no"), ("amount", amount), ("receives", amount - fees)), dialog, half ? "half" : "all");
            }
        }

        return screen;
    }

    private static ScreenBuilder AskToConfirm(ChatTurn turn, DialogState dialog)
    {
        var minutes = (long.Parse(dialog["wait"], CultureInfo.InvariantCulture) + 59) / 60;
        return turn.Say(
                "wallets.withdraw.confirm",
                ("address", dialog["address"]),
                ("named", dialog["name"].Length > 0 ? "yes" : "no"),
                ("name", dialog["name"]),
                ("amount", dialog.Amount("amount")),
                ("fee", dialog.Amount("fee")),
                ("activation", dialog.Amount("activation")),
                ("activates", dialog.Amount("activation") > Sun.Zero ? "yes" : "no"),
                ("receives", dialog.Amount("receives")),
                ("waits", minutes > 0 ? "yes" : "no"),
                ("hours", minutes / 60),
                ("minutes", minutes % 60),
                ("approvals", dialog["approvals"]))
            .Confirm("wallets.withdraw.go", dialog);
    }

    /// <summary>All of it or half, as far as one withdrawal may go.</summary>
    private Sun Part(Sun earn, bool half)
    {
        var part = half ? new Sun(earn.Value / 2) : earn;
        return part < options.Value.MaximumWithdrawal ? part : options.Value.MaximumWithdrawal;
    }

    private static async Task<Reply?> SavedAsync(ChatTurn turn, DialogState dialog, string choice, CancellationToken cancellationToken)
    {
        var saved = await turn.Sender.Send(new GetSavedAddresses(turn.Account.Id, AddressesShown), cancellationToken);
        return saved.FirstOrDefault(address => address.Id.Value == ActionArguments.DecodeId(choice)) is { } known
            ? await AddressAsync(turn, dialog, known.Address, cancellationToken)
            : null;
    }

    private static async Task<Reply> AddressAsync(ChatTurn turn, DialogState dialog, string address, CancellationToken cancellationToken)
    {
        var saved = await turn.Sender.Send(new GetSavedAddresses(turn.Account.Id, 100), cancellationToken);
        // Who has named an address may call it by that name.
        var meant = saved.FirstOrDefault(entry => string.Equals(entry.Name, address, StringComparison.OrdinalIgnoreCase))?.Address ?? address;
        var quote = await turn.Sender.Send(new QuoteWithdrawal(turn.Account.Id, meant, null), cancellationToken);
        return quote.Succeeded
            ? await turn.AskAsync(dialog.Next(
                AmountStep,
                ("address", quote.Value.Address),
                ("name", saved.FirstOrDefault(entry => entry.Address == quote.Value.Address)?.Name ?? string.Empty),
                ("fee", Invariant(quote.Value.Fee)),
                ("activation", Invariant(quote.Value.ActivationFee))))
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
        var screen = turn.Say(
                "wallets.withdraw.taken",
                ("state", withdrawal.Wait == WithdrawalWait.None ? withdrawal.State : withdrawal.Wait),
                ("amount", withdrawal.Amount),
                ("receives", withdrawal.Receives),
                ("needed", withdrawal.ApprovalsNeeded),
                ("until", withdrawal.NotBefore ?? turn.Now))
            .TakeBack(turn, withdrawal);
        var saved = await turn.Sender.Send(new GetSavedAddresses(turn.Account.Id, AddressesShown), cancellationToken);
        if (saved.FirstOrDefault(address => address.Address == withdrawal.Address) is { Name: null } nameless)
        {
            screen.Button("wallets.addresses.name_this", NameAddressAction.ActionName, nameless.Id);
        }

        return screen.AsReceipt(turn.Say("home.next").Button("menu.balance", "balance").Beside("wallets.withdrawals.all", "payouts").Home());
    }

    private static string Invariant(Sun amount) => amount.Value.ToString(CultureInfo.InvariantCulture);
}
