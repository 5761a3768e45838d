using Marketplace.Frontends.Home;
using Marketplace.Frontends.Texts;
using Marketplace.Frontends.Wallets.Deposits;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Wallets;

internal sealed class BalanceMenuEntry() : MenuEntry("wallets", "balance", 20);

internal sealed class WithdrawMenuEntry() : MenuEntry("wallets", "withdraw", 22);

/// <summary><c>/balance</c>: what can be withdrawn, what pays for campaigns, what is on its way.</summary>
internal sealed class BalancePage() : Page("wallets", "balance", 40)
{
    private const int MostWithdrawals = 3;

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var wallet = await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken);
        var screen = turn.Say("wallets.balance", ("earn", wallet.Earn), ("ad", wallet.Ad), ("held", wallet.EarnHeld), ("arriving", wallet.ArrivingDeposits));
        screen.BelowMinimum(wallet);
        foreach (var token in wallet.Tokens)
        {
            screen.Also("wallets.token", ("amount", new Coins(token.Amount, token.Asset)), ("contact", turn.Support));
        }

        var withdrawals = await turn.Sender.Send(new GetWithdrawals(turn.Account.Id, MostWithdrawals), cancellationToken);
        if (withdrawals.Count > 0)
        {
            screen.Also("wallets.withdrawals");
            foreach (var withdrawal in withdrawals)
            {
                screen.Withdrawal(withdrawal);
            }
        }

        screen.Button("menu.deposit", "deposit").Beside("menu.withdraw", "withdraw");
        screen.Button("wallets.deposits.button", "deposits");
        if (wallet.Earn > Sun.Zero)
        {
            screen.Button("wallets.move", "move_to_ad");
        }

        if (withdrawals.Count > 0)
        {
            screen.Button("wallets.withdrawals.all", "payouts");
        }

        return screen.Button("menu.history", "history").Beside("solvency.button", "solvency").Home();
    }
}

/// <summary>The main menu says what can be withdrawn.</summary>
internal sealed class BalanceLine : IHomeLine
{
    public string Module => "wallets";

    public int Order => 10;

    public async Task<RichText?> SayAsync(ChatTurn turn, CancellationToken cancellationToken)
    {
        var wallet = await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken);
        return turn.Text("wallets.home", ("earn", wallet.Earn), ("ad", wallet.Ad));
    }
}
