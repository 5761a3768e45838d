using System.Globalization;
using Marketplace.Campaigns;
using Marketplace.Frontends.Home;

namespace Marketplace.Frontends.Campaigns;

/// <summary><c>/report</c>: which campaign; with one given, the dialog begins.</summary>
internal sealed class ReportPage() : Page("campaigns", "report", 90)
{
    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Word(0) is not null)
        {
            return await turn.Sender.Send(new GetOffer(arguments.Id<CampaignId>(0)), cancellationToken) is { } offer
                ? await turn.BeginAsync(ReportDialog.DialogName, ReportDialog.ReasonStep, ("campaign", ActionArguments.EncodeId(offer.Id.Value)), ("title", offer.Title))
                : turn.Explain(CampaignErrors.NotFound).Home();
        }

        var tried = await turn.Sender.Send(new GetReportable(turn.Account.Id), cancellationToken);
        var screen = turn.Say("campaigns.report.choose", ("count", tried.Count));
        foreach (var campaign in tried)
        {
            screen.Button(turn.Label("campaigns.report.line", ("title", campaign.Title)), Name, campaign.Id);
        }

        return screen.Button("menu.browse_bots", "browse_bots").Home();
    }
}

/// <summary>Reason, words, done.</summary>
internal sealed class ReportDialog : IChatDialog
{
    public const string DialogName = "report";
    public const string ReasonStep = "reason";
    private const string WordsStep = "words";
    private const int LongestText = 1_000;

    private static readonly IReadOnlyList<(ReportReason Reason, string LabelKey)> Reasons =
    [
        (ReportReason.BotIsSilent, "campaigns.report.silent"),
        (ReportReason.Scam, "campaigns.report.scam"),
        (ReportReason.Illegal, "campaigns.report.illegal"),
        (ReportReason.Spam, "campaigns.report.spam"),
        (ReportReason.Other, "campaigns.report.other"),
    ];

    public string Module => "campaigns";

    public string Name => DialogName;

    public Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        if (dialog.Step == WordsStep)
        {
            var asked = turn.Say("campaigns.report.text", ("most", LongestText));
            // Something else says nothing without words.
            return Task.FromResult((ReasonOf(dialog) == ReportReason.Other ? asked : asked.Choice("campaigns.report.no_text", dialog, "none")));
        }

        var screen = turn.Say("campaigns.report.reason", ("title", dialog["title"]));
        foreach (var (reason, labelKey) in Reasons)
        {
            screen.Choice(labelKey, dialog, $"r{(int)reason}");
        }

        return Task.FromResult(screen);
    }

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken) => (dialog.Step, answer) switch
    {
        (ReasonStep, { Choice: ['r', .. var number] }) => await turn.AskAsync(dialog.Next(WordsStep, ("reason", number))),
        (WordsStep, { Choice: "none" }) => await SendAsync(turn, dialog, null, cancellationToken),
        (WordsStep, { Text: { } text }) => await SendAsync(turn, dialog, text.Trim(), cancellationToken),
        _ => null,
    };

    private static ReportReason ReasonOf(DialogState dialog) => (ReportReason)int.Parse(dialog["reason"], CultureInfo.InvariantCulture);

    private static async Task<Reply> SendAsync(ChatTurn turn, DialogState dialog, string? text, CancellationToken cancellationToken)
    {
        var campaign = CampaignId.From(ActionArguments.DecodeId(dialog["campaign"]) ?? Guid.Empty);
        var reported = await turn.Sender.Send(new ReportCampaign(turn.Account.Id, campaign, ReasonOf(dialog), text), cancellationToken);
        return reported.Error?.Code == CampaignErrors.ReportTooLong.Code || reported.Error?.Code == CampaignErrors.ReportNeedsWords.Code
            ? await turn.AskAsync(dialog, reported.Error)
            : (reported.Succeeded ? turn.Say("campaigns.reported") : turn.Explain(reported.Error)).Button("menu.browse_bots", "browse_bots").Home();
    }
}
