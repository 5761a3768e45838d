using Marketplace.Campaigns;
using Marketplace.Frontends.Home;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Campaigns;

internal sealed class AdvertiseMenuEntry() : MenuEntry("campaigns", "create_campaign", 10);

internal sealed class MyCampaignsMenuEntry() : MenuEntry("campaigns", "my_campaigns", 11);

/// <summary><c>/my_campaigns</c>: the person's own, newest first.</summary>
internal sealed class MyCampaignsPage() : Page("campaigns", "my_campaigns", 30)
{
    private const int Most = 20;

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var campaigns = await turn.Sender.Send(new GetMyCampaigns(turn.Account.Id), cancellationToken);
        var screen = turn.Say("campaigns.mine", ("count", campaigns.Count));
        foreach (var campaign in campaigns.Take(Most))
        {
            screen.Button(turn.Label("campaigns.mine.line", ("state", campaign.State), ("title", campaign.Title)), "campaign", campaign.Id);
        }

        return screen.Button("menu.create_campaign", "create_campaign").Home();
    }
}

/// <summary>One campaign as its owner sees it, with what can be done in its state.</summary>
internal sealed class CampaignScreen : IChatAction
{
    public string Module => "campaigns";

    public string Name => "campaign";

    public static async Task<Reply> ShowAsync(ChatTurn turn, CampaignId id, Error? error, CancellationToken cancellationToken)
    {
        if (await turn.Sender.Send(new GetMyCampaign(turn.Account.Id, id), cancellationToken) is not { } campaign)
        {
            return turn.Explain(CampaignErrors.NotFound).Button("menu.my_campaigns", "my_campaigns").Home();
        }

        var screen = turn.Say(
            "campaigns.detail",
            ("title", campaign.Title),
            ("state", campaign.State),
            ("bot", "@" + campaign.Bot.Username),
            ("reward", campaign.Reward),
            ("budget", campaign.Budget),
            ("reserved", campaign.Reserved),
            ("paid", campaign.PaidCount),
            ("spent", campaign.Spent));
        if (error is not null)
        {
            screen.First(turn.Speaker.Explain(error));
        }

        return Buttons(turn, screen, campaign).Button("menu.my_campaigns", "my_campaigns").Home();
    }

    public Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        ShowAsync(turn, arguments.Id<CampaignId>(0), null, cancellationToken);

    private static ScreenBuilder Buttons(ChatTurn turn, ScreenBuilder screen, CampaignView campaign)
    {
        if (campaign.State == CampaignState.Closed)
        {
            return screen;
        }

        if (campaign.State == CampaignState.Active)
        {
            screen.Also("campaigns.detail.link", ("link", turn.Platform.LinkToUs(CampaignPayload.For(campaign.Id))));
        }

        if (campaign.State != CampaignState.Suspended)
        {
            screen.Button("campaigns.detail.top_up", "top_up", campaign.Id);
        }

        _ = campaign.State switch
        {
            CampaignState.Active => screen.Beside("campaigns.detail.pause", "switch", campaign.Id, "pause"),
            CampaignState.Paused => screen.Beside("campaigns.detail.resume", "switch", campaign.Id, "resume"),
            _ => screen,
        };
        return screen
            .Button("campaigns.detail.reward", "new_reward", campaign.Id)
            .Beside("campaigns.detail.close", "close", campaign.Id, "ask");
    }
}

/// <summary>Pauses a campaign, or lets it go on.</summary>
internal sealed class SwitchCampaign : IChatAction
{
    public string Module => "campaigns";

    public string Name => "switch";

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var id = arguments.Id<CampaignId>(0);
        ICommand command = arguments.Word(1) == "pause" ? new PauseCampaign(turn.Account.Id, id) : new ResumeCampaign(turn.Account.Id, id);
        var switched = await turn.Sender.Send(command, cancellationToken);
        return await CampaignScreen.ShowAsync(turn, id, switched.Error, cancellationToken);
    }
}

/// <summary>Closes a campaign, after a question: there is no way back.</summary>
internal sealed class CloseCampaignAction : IChatAction
{
    public string Module => "campaigns";

    public string Name => "close";

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var id = arguments.Id<CampaignId>(0);
        if (arguments.Word(1) == "ask")
        {
            return await turn.Sender.Send(new GetMyCampaign(turn.Account.Id, id), cancellationToken) is { } campaign
                ? turn.Say("campaigns.close.ask", ("title", campaign.Title), ("budget", campaign.Budget), ("reserved", campaign.Reserved))
                    .Button("campaigns.close.yes", Name, id, "now")
                    .Button("button.back", "campaign", id)
                : turn.Explain(CampaignErrors.NotFound).Button("menu.my_campaigns", "my_campaigns").Home();
        }

        var closed = await turn.Sender.Send(new CloseCampaign(turn.Account.Id, id), cancellationToken);
        var screen = closed.Succeeded
            ? turn.Say("campaigns.closed", ("returned", closed.Value.Returned), ("reserved", closed.Value.StillReserved))
            : turn.Explain(closed.Error);
        return screen.Button("menu.my_campaigns", "my_campaigns").Home();
    }
}
