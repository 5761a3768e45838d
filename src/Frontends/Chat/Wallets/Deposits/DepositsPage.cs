using Marketplace.Frontends.Home;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Wallets.Deposits;

/// <summary><c>/deposits</c>: a person's deposits, newest first, and how far each one is.</summary>
internal sealed class DepositsPage() : Page("wallets", PageName, 65)
{
    public const string PageName = "deposits";

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var asked = (int)Math.Clamp(arguments.Number(0), 0, int.MaxValue);
        var page = await turn.Sender.Send(new GetDeposits(turn.Account.Id, asked), cancellationToken);
        var screen = turn.Say(page.Deposits.Count == 0 ? "wallets.deposits.none" : "wallets.deposits.title");
        foreach (var deposit in page.Deposits)
        {
            screen.Also(
                "wallets.deposits.line",
                ("amount", new Coins(deposit.Amount, deposit.Asset)),
                ("token", deposit.Asset == Asset.Trx ? "no" : "yes"),
                ("target", deposit.Target),
                ("state", deposit.State),
                ("seen", deposit.Confirmations),
                ("needed", deposit.Needed),
                ("at", deposit.SeenAt),
                ("transaction", LinkText.Transaction(deposit.TransactionId, deposit.Link)));
        }

        if (page.Pages > 1)
        {
            screen.Also("wallets.deposits.page", ("page", page.Page + 1), ("pages", page.Pages));
            Turn(screen, page);
        }

        if (page.Deposits.Any(deposit => deposit.State == DepositState.Seen))
        {
            screen.Button("wallets.deposits.refresh", Name, page.Page);
        }

        return screen.Button("menu.deposit", "deposit").Beside("menu.balance", "balance").Home();
    }

    private void Turn(ScreenBuilder screen, DepositList page)
    {
        if (page.Page > 0)
        {
            screen.Button("button.previous", Name, page.Page - 1);
        }

        if (page.Page < page.Pages - 1)
        {
            _ = page.Page > 0 ? screen.Beside("button.next", Name, page.Page + 1) : screen.Button("button.next", Name, page.Page + 1);
        }
    }
}

/// <summary>How deposits are told, on every screen alike.</summary>
internal static class DepositWords
{
    /// <summary>What came and is too little so far, where there is something.</summary>
    public static ScreenBuilder BelowMinimum(this ScreenBuilder screen, WalletView wallet) => wallet.BelowMinimum == Sun.Zero
        ? screen
        : screen.Also("wallets.deposit.below", ("amount", wallet.BelowMinimum), ("minimum", wallet.MinimumDeposit));
}
