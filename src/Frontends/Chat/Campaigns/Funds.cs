using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Campaigns;

/// <summary>Money for campaigns: what is there, and what to do where it is missing.</summary>
internal static class Funds
{
    /// <summary>What the person may spend on campaigns, where wallets are installed.</summary>
    public static async Task<RichText?> AdBalanceAsync(ChatTurn turn, CancellationToken cancellationToken) => turn.Installed("wallets")
        ? turn.Text("campaigns.ad_balance", ("ad", (await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Ad))
        : null;

    /// <summary>Moves a budget into a campaign and shows what came of it. Where it is missing, the campaign stays, and so does the way to pay.</summary>
    public static async Task<Reply> FundAsync(
        ChatTurn turn, CampaignId campaign, string title, Sun amount, string key, CancellationToken cancellationToken)
    {
        var funded = await turn.Sender.Send(new FundCampaign(turn.Account.Id, campaign, amount, key), cancellationToken);
        if (funded.Succeeded)
        {
            return turn.Say("campaigns.funded", ("title", title), ("amount", amount))
                .Button("campaigns.funded.show", "campaign", campaign)
                .Home();
        }

        var screen = turn.Explain(funded.Error);
        if (funded.Error.Code != CampaignErrors.InsufficientAdFunds.Code)
        {
            return screen.Button("campaigns.funded.show", "campaign", campaign).Home();
        }

        var missing = new Sun(Number(funded.Error, "needed") - Number(funded.Error, "available"));
        screen.Also("campaigns.funds_missing", ("missing", missing), ("title", title));
        if (turn.Installed("wallets") && await turn.Sender.Send(new OpenDepositAddress(turn.Account.Id), cancellationToken) is { Succeeded: true, Value: var deposit })
        {
            screen.Also("campaigns.deposit_here", ("address", deposit.Address));
        }

        return screen
            .Button("campaigns.fund", "top_up", campaign)
            .Beside("wallets.move", "move_to_ad")
            .Button("menu.my_campaigns", "my_campaigns")
            .Home();
    }

    private static long Number(Error error, string name) =>
        long.TryParse(error.Arguments.GetValueOrDefault(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
}
