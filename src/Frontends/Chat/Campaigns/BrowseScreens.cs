using Marketplace.Campaigns;
using Marketplace.Frontends.Home;

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
        var screen = turn.Say(
            "campaigns.browse", ("offers", page.Offers.Count), ("page", page.Page + 1), ("pages", page.Pages), ("open", open.Count));
        foreach (var participation in open)
        {
            screen.Button(turn.Label("campaigns.browse.continue", ("title", participation.Campaign.Title)), "task", participation.Id);
        }

        // What is begun is listed above; once is enough.
        var begun = open.Select(participation => participation.Campaign.Id).ToHashSet();
        foreach (var offer in page.Offers.Where(offer => !begun.Contains(offer.Id)))
        {
            screen.Button(turn.Label("campaigns.browse.offer", ("earns", offer.Earns), ("title", offer.Title)), "offer", offer.Id, page.Page);
        }

        var turned = page.Page > 0;
        if (turned)
        {
            screen.Button("button.previous", Name, page.Page - 1);
        }

        if (page.Page + 1 < page.Pages)
        {
            _ = turned ? screen.Beside("button.next", Name, page.Page + 1) : screen.Button("button.next", Name, page.Page + 1);
        }

        return screen.Home();
    }
}

/// <summary>One offer: what is to be done, what it brings.</summary>
internal sealed class OfferScreen : IChatAction
{
    public string Module => "campaigns";

    public string Name => "offer";

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var offer = await turn.Sender.Send(new GetOffer(arguments.Id<CampaignId>(0)), cancellationToken);
        return offer is null
            ? turn.Explain(CampaignErrors.NotFound).Button("menu.browse_bots", "browse_bots").Home()
            : turn.Say("campaigns.offer", ("title", offer.Title), ("earns", offer.Earns), ("bot", "@" + offer.Bot.Username))
                .Button(turn.Label("campaigns.offer.take", ("earns", offer.Earns)), "take", offer.Id)
                .Button("button.back", "browse_bots", arguments.Number(1))
                .Beside("campaigns.offer.report", "report", offer.Id);
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
