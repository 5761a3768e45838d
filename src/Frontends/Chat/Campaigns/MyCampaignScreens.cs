using Marketplace.Campaigns;
using Marketplace.Frontends.Home;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Campaigns;

internal sealed class AdvertiseMenuEntry() : MenuEntry("campaigns", "create_campaign", 10);

internal sealed class MyCampaignsMenuEntry() : MenuEntry("campaigns", "my_campaigns", 11);

/// <summary><c>/my_campaigns</c>: the person's own, newest first.</summary>
internal sealed class MyCampaignsPage() : Page("campaigns", "my_campaigns", 30)
{
    private const int PageSize = 8;

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var campaigns = await turn.Sender.Send(new GetMyCampaigns(turn.Account.Id), cancellationToken);
        var pages = Math.Max(1, (campaigns.Count + PageSize - 1) / PageSize);
        var page = (int)Math.Clamp(arguments.Number(0), 0, pages - 1);
        var screen = turn.Say("campaigns.mine", ("count", campaigns.Count), ("page", page + 1), ("pages", pages));
        foreach (var campaign in campaigns.Skip(page * PageSize).Take(PageSize))
        {
            screen.Button(turn.Label("campaigns.mine.line", ("state", campaign.State), ("title", campaign.Title)), "campaign", campaign.Id);
        }

        return screen.Turning(Name, page, page + 1 < pages).Button("menu.create_campaign", "create_campaign").Home();
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
            ("spent", campaign.Spent),
            ("tested", campaign.Tested ? "yes" : "no"));
        if (campaign.PaidCount > 0)
        {
            screen.Also(
                "campaigns.detail.results",
                ("each", new Sun(campaign.Spent.Value / campaign.PaidCount)),
                ("bar", Bar(campaign)),
                ("percent", Percent(campaign)));
        }

        if (error is not null)
        {
            screen.First(turn.Speaker.Explain(error));
        }

        Buttons(turn, screen, campaign);
        if (campaign.PaidCount > 0)
        {
            screen.Button("campaigns.detail.days", CampaignDaysScreen.ActionName, campaign.Id);
        }

        return screen.Button("menu.my_campaigns", "my_campaigns").Home();
    }

    public Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        ShowAsync(turn, arguments.Id<CampaignId>(0), null, cancellationToken);

    /// <summary>How much of all that was paid in is paid out: whole per cent, and as ten squares.</summary>
    private static long Percent(CampaignView campaign) =>
        (long)((Int128)campaign.Spent.Value * 100 / (campaign.Spent + campaign.Budget + campaign.Reserved).Value);

    private static string Bar(CampaignView campaign)
    {
        var full = (int)(Percent(campaign) / 10);
        return new string('▰', full) + new string('▱', 10 - full);
    }

    private static void Buttons(ChatTurn turn, ScreenBuilder screen, CampaignView campaign)
    {
        if (campaign.State == CampaignState.Closed)
        {
            return;
        }

        if (campaign is { State: CampaignState.Draft, Wanted.Value: > 0 })
        {
            screen.Button(turn.Label("campaigns.fund", ("amount", campaign.Wanted)), FundAction.ActionName, campaign.Id, campaign.Wanted.Value);
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
        screen
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
                    .Button("campaigns.close.yes", Name, id, "now").As(ButtonStyle.Danger)
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
