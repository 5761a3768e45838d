using Marketplace.Frontends.Home;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Wallets;

internal sealed class BalanceMenuEntry() : MenuEntry("wallets", "balance", 20);

internal sealed class DepositMenuEntry() : MenuEntry("wallets", "deposit", 21);

internal sealed class WithdrawMenuEntry() : MenuEntry("wallets", "withdraw", 22);

/// <summary><c>/balance</c>: what can be withdrawn, what pays for campaigns, what is on its way.</summary>
internal sealed class BalancePage() : Page("wallets", "balance", 40)
{
    private const int MostWithdrawals = 3;

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var wallet = await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken);
        var screen = turn.Say("wallets.balance", ("earn", wallet.Earn), ("ad", wallet.Ad), ("held", wallet.EarnHeld), ("arriving", wallet.ArrivingDeposits));
        foreach (var token in wallet.Tokens)
        {
            screen.Also("wallets.token", ("amount", token.Asset.Format(token.Amount)), ("asset", token.Asset.Code), ("contact", turn.Support));
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

/// <summary><c>/deposit</c>: the person's own address, for one balance or the other.</summary>
internal sealed class DepositPage() : Page("wallets", "deposit", 60)
{
    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var target = arguments.Number(0) == (int)DepositTarget.Earn ? DepositTarget.Earn : DepositTarget.Ad;
        var opened = await turn.Sender.Send(new OpenDepositAddress(turn.Account.Id, target), cancellationToken);
        if (!opened.Succeeded)
        {
            return turn.Explain(opened.Error).Button("menu.deposit", Name).Home();
        }

        var deposit = opened.Value;
        var screen = turn.Say(
                "wallets.deposit",
                ("target", target),
                ("address", deposit.Address),
                ("network", deposit.Network.Name),
                ("minimum", new Sun(deposit.Minimum)),
                ("seconds", (long)Math.Ceiling(deposit.Network.TimeToSolid.TotalSeconds)));
        foreach (var token in deposit.Network.Tokens)
        {
            screen.Also("wallets.deposit.token", ("asset", token.Asset.Code), ("minimum", token.Asset.Format(token.MinimumDeposit)));
        }

        return screen
            .Button(target == DepositTarget.Ad ? "wallets.deposit.to_earn" : "wallets.deposit.to_ad", Name, target == DepositTarget.Ad ? DepositTarget.Earn : DepositTarget.Ad)
            .Button("menu.balance", "balance")
            .Home();
    }
}
