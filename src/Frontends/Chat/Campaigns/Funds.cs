using System.Globalization;
using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Campaigns;

/// <summary>Money for campaigns: what is there, and what to do where it is missing.</summary>
internal static class Funds
{
    /// <summary>What the person may spend on campaigns, where wallets are installed.</summary>
    public static async Task<RichText?> AdBalanceAsync(ChatTurn turn, CancellationToken cancellationToken) =>
        await AdAsync(turn, cancellationToken) is { } ad ? turn.Text("campaigns.ad_balance", ("ad", ad)) : null;

    /// <summary>The same as an amount; null where wallets are not installed.</summary>
    public static async Task<Sun?> AdAsync(ChatTurn turn, CancellationToken cancellationToken) =>
        turn.Installed("wallets") ? (await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Ad : null;

    /// <summary>Moves a budget into a campaign and shows what came of it. Where it is missing, the campaign stays, and so does the way to pay.</summary>
    public static async Task<Reply> FundAsync(
        ChatTurn turn, CampaignId campaign, string title, Sun amount, string key, bool isFirst, CancellationToken cancellationToken)
    {
        var funded = await turn.Sender.Send(new FundCampaign(turn.Account.Id, campaign, amount, key), cancellationToken);
        if (funded.Succeeded)
        {
            return turn.Say("campaigns.funded", ("title", title), ("amount", amount), ("first", isFirst ? "yes" : "no"))
                .Button("campaigns.funded.show", "campaign", campaign)
                .Home();
        }

        if (funded.Error.Code != CampaignErrors.InsufficientAdFunds.Code)
        {
            return turn.Explain(funded.Error).Button("campaigns.funded.show", "campaign", campaign).Home();
        }

        return await MissingAsync(turn, campaign, title, amount, isFirst, funded.Error, cancellationToken);
    }

    private static async Task<Reply> MissingAsync(
        ChatTurn turn, CampaignId campaign, string title, Sun amount, bool isFirst, Error error, CancellationToken cancellationToken)
    {
        var missing = new Sun(Number(error, "needed") - Number(error, "available"));
        var screen = turn.Say("campaigns.funds_missing", ("missing", missing), ("amount", amount), ("title", title), ("first", isFirst ? "yes" : "no"));
        screen.Button("menu.deposit", "deposit");
        if (turn.Installed("wallets") && (await turn.Sender.Send(new GetWallet(turn.Account.Id), cancellationToken)).Earn > Sun.Zero)
        {
            screen.Beside("wallets.move", "move_to_ad");
        }

        return screen
            .Button(turn.Label("campaigns.fund", ("amount", amount)), FundAction.ActionName, campaign, amount.Value)
            .Button("menu.my_campaigns", "my_campaigns")
            .Home();
    }

    private static long Number(Error error, string name) =>
        long.TryParse(error.Arguments.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>Pays in the budget that was chosen before there was money for it.</summary>
internal sealed class FundAction : IChatAction
{
    public const string ActionName = "fund";

    public string Module => "campaigns";

    public string Name => ActionName;

    public ButtonStyle Style => ButtonStyle.Primary;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var (id, amount) = (arguments.Id<CampaignId>(0), new Sun(arguments.Number(1)));
        if (await turn.Sender.Send(new GetMyCampaign(turn.Account.Id, id), cancellationToken) is not { } campaign)
        {
            return turn.Explain(CampaignErrors.NotFound).Button("menu.my_campaigns", "my_campaigns").Home();
        }

        // The button stays in the chat: pressed again it pays nothing again. Who wants to add more says how much.
        var key = $"budget:{id}:{amount.Value}";
        return await Funds.FundAsync(turn, id, campaign.Title, amount, key, campaign.State == CampaignState.Draft, cancellationToken);
    }
}
