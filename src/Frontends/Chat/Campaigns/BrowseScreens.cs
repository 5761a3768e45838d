using Marketplace.Campaigns;
using Marketplace.Frontends.Home;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Campaigns;

internal sealed class EarnMenuEntry() : MenuEntry("campaigns", "browse_bots", 0);

/// <summary><c>/browse_bots</c>: what can be earned now, best reward first; what was begun stands on top.</summary>
internal sealed class BrowsePage() : Page("campaigns", "browse_bots", 10)
{
    private const int PageSize = 5;

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var page = await turn.Sender.Send(
            new BrowseCampaigns(turn.Account.Id, (int)Math.Min(arguments.Number(0), int.MaxValue), PageSize, turn.Platform.Name), cancellationToken);
        var open = await turn.Sender.Send(new GetOpenParticipations(turn.Account.Id), cancellationToken);
        // What is begun is listed on top; once is enough.
        var begun = open.Select(participation => participation.Campaign.Id).ToHashSet();
        var offers = page.Offers.Where(offer => !begun.Contains(offer.Id)).ToList();
        var screen = turn.Say(
            "campaigns.browse", ("offers", page.Pages > 1 ? page.Offers.Count : offers.Count), ("page", page.Page + 1), ("pages", page.Pages), ("open", open.Count));
        foreach (var participation in open)
        {
            screen.Button(turn.Label("campaigns.browse.continue", ("title", participation.Campaign.Title)), "task", participation.Id);
        }

        foreach (var offer in offers)
        {
            screen.Button(turn.Label("campaigns.browse.offer", ("earns", offer.Earns), ("title", offer.Title)), "offer", offer.Id, page.Page);
        }

        if (offers.Count == 0 && page.Pages == 1)
        {
            screen.Button("campaigns.wish", WishAction.ActionName);
        }

        return screen.Turning(Name, page.Page, page.Page + 1 < page.Pages).Home();
    }
}

/// <summary>To be told when there is something to earn.</summary>
internal sealed class WishAction : IChatAction
{
    public const string ActionName = "wish";

    public string Module => "campaigns";

    public string Name => ActionName;

    public ButtonStyle Style => ButtonStyle.Primary;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var wished = await turn.Sender.Send(new WishForOffers(turn.Account.Id, turn.Platform.Name), cancellationToken);
        return (wished.Succeeded ? turn.Say("campaigns.wished") : turn.Explain(wished.Error)).Button("menu.browse_bots", "browse_bots").Home();
    }
}

/// <summary>One offer: what is to be done, what it brings; or that it is over, for links outlive campaigns.</summary>
internal sealed class OfferScreen(IOptions<CampaignsOptions> options) : IChatAction
{
    public string Module => "campaigns";

    public string Name => "offer";

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var offer = await turn.Sender.Send(new GetOffer(arguments.Id<CampaignId>(0)), cancellationToken);
        if (offer is null or { State: CampaignState.Draft })
        {
            return turn.Explain(CampaignErrors.NotFound).Button("menu.browse_bots", "browse_bots").Home();
        }

        return offer.IsOpen
            ? turn.Say(
                    "campaigns.offer",
                    ("title", offer.Title),
                    ("earns", offer.Earns),
                    ("bot", "@" + offer.Bot.Username),
                    ("minutes", (long)options.Value.ParticipationWindow.TotalMinutes),
                    ("tested", offer.Tested ? "yes" : "no"))
                .Button(turn.Label("campaigns.offer.take", ("earns", offer.Earns)), "take", offer.Id)
                .Button("button.back", "browse_bots", arguments.Number(1))
                .Beside("campaigns.offer.report", "report", offer.Id)
            : turn.Say("campaigns.offer.over", ("title", offer.Title), ("state", offer.State))
                .Button("campaigns.more", "browse_bots")
                .Button("campaigns.offer.report", "report", offer.Id)
                .Home();
    }
}

/// <summary>A link to one campaign: <c>c_</c> and its id as 22 characters.</summary>
internal sealed class CampaignPayload : IStartPayload
{
    public string Module => "campaigns";

    public string Prefix => "c_";

    public static string For(CampaignId id) => "c_" + ActionArguments.EncodeId(id.Value);

    public Task<Reply> OpenAsync(ChatTurn turn, string value, CancellationToken cancellationToken) =>
        turn.GoAsync("offer", ActionArguments.DecodeId(value) ?? Guid.Empty);
}
