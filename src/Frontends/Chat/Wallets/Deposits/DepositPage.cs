using Marketplace.Frontends.Home;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Wallets.Deposits;

internal sealed class DepositMenuEntry() : MenuEntry("wallets", "deposit", 21);

/// <summary><c>/deposit</c>: what the money is for, and then the person's own address for it.</summary>
internal sealed class DepositPage() : Page("wallets", "deposit", 60)
{
    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var wallet = await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken);
        return arguments.Word(0) is null
            ? Ask(turn, wallet)
            : await ShowAsync(turn, arguments.Number(0) == (int)DepositTarget.Earn ? DepositTarget.Earn : DepositTarget.Ad, wallet, cancellationToken);
    }

    private Reply Ask(ChatTurn turn, WalletView wallet)
    {
        var screen = turn.Say("wallets.deposit.choose");
        if (turn.Account.SponsorId is not null)
        {
            screen.Also("wallets.deposit.sponsor");
        }

        return screen
            .BelowMinimum(wallet)
            .Button("wallets.deposit.to_ad", Name, DepositTarget.Ad)
            .Button("wallets.deposit.to_earn", Name, DepositTarget.Earn)
            .Button("wallets.deposits.button", DepositsPage.PageName)
            .Home();
    }

    private async Task<Reply> ShowAsync(ChatTurn turn, DepositTarget target, WalletView wallet, CancellationToken cancellationToken)
    {
        var opened = await turn.Sender.Send(new OpenDepositAddress(turn.Account.Id, target), cancellationToken);
        if (!opened.Succeeded)
        {
            return turn.Explain(opened.Error).Button("menu.deposit", Name).Home();
        }

        var deposit = opened.Value;
        var screen = turn.Say(
            "wallets.deposit.address",
            ("target", target),
            ("address", deposit.Address),
            ("network", deposit.Network.Name),
            ("minimum", new Sun(deposit.Minimum)),
            ("seconds", (long)Math.Ceiling(deposit.Network.TimeToSolid.TotalSeconds)));
        foreach (var token in deposit.Network.Tokens)
        {
            screen.Also("wallets.deposit.token", ("asset", token.Asset.Code), ("minimum", new Coins(token.MinimumDeposit, token.Asset)));
        }

        return screen
            .BelowMinimum(wallet)
            .Picture(AddressCode.Draw(deposit.Address), "deposit.png")
            .Copy("wallets.deposit.copy", deposit.Address)
            .Button("wallets.deposits.button", DepositsPage.PageName)
            .Button("wallets.deposit.other", Name)
            .Home();
    }
}
