using Marketplace.Campaigns;
using Marketplace.Kernel;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Campaigns;

/// <summary>A button that begins a dialog about one campaign of this person.</summary>
internal abstract class BeginCampaignDialog(string name) : IChatAction
{
    public const string CampaignStep = "amount";

    public string Module => "campaigns";

    public string Name => name;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        await turn.Sender.Send(new GetMyCampaign(turn.Account.Id, arguments.Id<CampaignId>(0)), cancellationToken) is { } campaign
            ? await turn.BeginAsync(name, CampaignStep, ("campaign", ActionArguments.EncodeId(campaign.Id.Value)), ("title", campaign.Title))
            : turn.Explain(CampaignErrors.NotFound).Button("menu.my_campaigns", "my_campaigns").Home();
}

internal sealed class TopUpAction() : BeginCampaignDialog(TopUpDialog.DialogName);

internal sealed class NewRewardAction() : BeginCampaignDialog(NewRewardDialog.DialogName);

/// <summary>Adds money to a campaign; a draft becomes active by it.</summary>
internal sealed class TopUpDialog : IChatDialog
{
    public const string DialogName = "top_up";

    public string Module => "campaigns";

    public string Name => DialogName;

    public async Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken) =>
        turn.Say("campaigns.top_up.ask", ("title", dialog["title"])).Also(await Funds.AdBalanceAsync(turn, cancellationToken));

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Text is null)
        {
            return null;
        }

        var amount = Sun.Parse(answer.Text);
        if (!amount.Succeeded || amount.Value <= Sun.Zero)
        {
            return await turn.AskAsync(dialog, amount.Error ?? MoneyErrors.NotANumber);
        }

        var campaign = CampaignId.From(ActionArguments.DecodeId(dialog["campaign"]) ?? Guid.Empty);
        return await Funds.FundAsync(turn, campaign, dialog["title"], amount.Value, $"{dialog.Id:N}", isFirst: false, cancellationToken);
    }
}

/// <summary>Changes what a campaign pays from now on.</summary>
internal sealed class NewRewardDialog(IOptions<CampaignsOptions> options) : IChatDialog
{
    public const string DialogName = "new_reward";

    public string Module => "campaigns";

    public string Name => DialogName;

    public Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken) => Task.FromResult(turn.Say(
        "campaigns.reward.ask",
        ("title", dialog["title"]),
        ("minimum", options.Value.MinimumReward),
        ("maximum", options.Value.MaximumReward)));

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Text is null)
        {
            return null;
        }

        var reward = Sun.Parse(answer.Text);
        if (!reward.Succeeded)
        {
            return await turn.AskAsync(dialog, reward.Error);
        }

        var campaign = CampaignId.From(ActionArguments.DecodeId(dialog["campaign"]) ?? Guid.Empty);
        var changed = await turn.Sender.Send(new ChangeReward(turn.Account.Id, campaign, reward.Value), cancellationToken);
        return changed.Error?.Code == CampaignErrors.BadReward.Code
            ? await turn.AskAsync(dialog, changed.Error)
            : await CampaignScreen.ShowAsync(turn, campaign, changed.Error, cancellationToken);
    }
}
