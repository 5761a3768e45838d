using Marketplace.Campaigns;

namespace Marketplace.Frontends.Campaigns;

/// <summary>How many people came on which day: in words, and as a picture where somebody draws.</summary>
internal sealed class CampaignDaysScreen(IChartPainter? painter = null) : IChatAction
{
    public const string ActionName = "days";

    public string Module => "campaigns";

    public string Name => ActionName;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var id = arguments.Id<CampaignId>(0);
        if (await turn.Sender.Send(new GetCampaignDays(turn.Account.Id, id), cancellationToken) is not { } campaign)
        {
            return turn.Explain(CampaignErrors.NotFound).Button("menu.my_campaigns", "my_campaigns").Home();
        }

        var days = campaign.Days;
        var screen = turn.Say(
            "campaigns.days",
            ("title", campaign.Title),
            ("paid", days.Sum(day => (long)day.Paid)),
            ("days", days.Count),
            ("first", days[0].Day),
            ("last", days[^1].Day));
        if (days.Any(day => day.Paid > 0))
        {
            screen.Also(Numbers(turn, days));
            await PaintAsync(turn, screen, days, cancellationToken);
        }

        return screen.Button("button.back", "campaign", id).Home();
    }

    /// <summary>A line for thirty days would be three screens of a phone: they stand one behind the other.</summary>
    private static RichText Numbers(ChatTurn turn, IReadOnlyList<CampaignDay> days) => new([
        .. days
            .Where(day => day.Paid > 0)
            .SelectMany((day, index) => turn.Text("campaigns.days.day", ("day", day.Day), ("people", day.Paid)).Spans.Prepend(new TextSpan(index == 0 ? string.Empty : " · "))),
        .. days.Any(day => day.Paid == 0) ? turn.Text("campaigns.days.none").Spans.Prepend(new TextSpan("\n")) : [],
    ]);

    private async Task PaintAsync(ChatTurn turn, ScreenBuilder screen, IReadOnlyList<CampaignDay> days, CancellationToken cancellationToken)
    {
        var chart = new DayChart(
            turn.Label("campaigns.days.title").Text,
            turn.Label("campaigns.days.axis").Text,
            turn.Label("campaigns.days.people").Text,
            [.. days.Select(day => new DayCount(day.Day, day.Paid))],
            turn.Speaker.Language.Culture);
        if (painter is not null && await painter.PaintAsync(chart, cancellationToken) is { } png)
        {
            screen.Picture(png, "days.png");
        }
    }
}
