using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Frontends.Home;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Admin;

/// <summary>One report of the queue: who is who, what happened, and what can be done about it.</summary>
internal sealed class ReportsAction : IChatAction
{
    public const string ActionName = "reports";

    public string Module => "campaigns";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public static async Task<ScreenBuilder> ShowAsync(ChatTurn turn, int skip, CancellationToken cancellationToken)
    {
        var waiting = (await turn.Sender.Send(new GetCampaignFigures(), cancellationToken)).OpenReports;
        // Whoever looks at the last one and decides it begins again at the first.
        var place = skip < waiting ? skip : 0;
        if (await turn.Sender.Send(new GetOpenReports(1, place), cancellationToken) is not [var report])
        {
            return turn.Say("admin.reports.none").Button("menu.admin", "admin");
        }

        var people = await turn.Sender.Send(new GetAccounts([report.OwnerId, report.ReporterId]), cancellationToken);
        var screen = turn.Say(
                "admin.report",
                ("place", place + 1),
                ("waiting", waiting),
                ("title", report.CampaignTitle),
                ("bot", "@" + report.Bot.Username),
                ("state", report.State),
                ("reason", report.Reason),
                ("words", report.Text is null ? "no" : "yes"),
                ("text", report.Text ?? string.Empty),
                ("owner", Person(people, report.OwnerId)),
                ("reporter", Person(people, report.ReporterId)),
                ("reports", report.Reports),
                ("open", report.Open),
                ("paid", report.Paid),
                ("at", report.ReportedAt))
            .Button("admin.report.uphold", DecideReportAction.ActionName, report.Id, "uphold").As(ButtonStyle.Danger)
            .Button("admin.report.dismiss", DecideReportAction.ActionName, report.Id, "dismiss").As(ButtonStyle.Success);
        if (waiting > 1)
        {
            screen.Button("admin.report.skip", ActionName, place + 1 < waiting ? place + 1 : 0);
        }

        return screen
            .Button("admin.report.ban_owner", "ban", report.OwnerId)
            .Beside("admin.report.ban_reporter", "ban", report.ReporterId)
            .Button("menu.admin", "admin");
    }

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        await ShowAsync(turn, (int)Math.Min(arguments.Number(0), int.MaxValue), cancellationToken);

    private static string Person(IReadOnlyList<AccountView> people, AccountId id) =>
        string.Join(", ", people.Where(account => account.Id == id).SelectMany(account => account.Identities));
}

/// <summary>Decides a report, and shows the next one. What was stopped by mistake is one press away.</summary>
internal sealed class DecideReportAction : IChatAction
{
    public const string ActionName = "report_do";

    public string Module => "campaigns";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var (id, uphold) = (arguments.Id<ReportId>(0), arguments.Word(1) == "uphold");
        var decided = await turn.Sender.Send(new ReviewReport(turn.Account.Id, id, uphold), cancellationToken);
        var screen = await ReportsAction.ShowAsync(turn, 0, cancellationToken);
        screen.First(decided.Error is null ? turn.Text("admin.report.done", ("decision", uphold ? "uphold" : "dismiss")) : turn.Speaker.Explain(decided.Error));
        return uphold && decided.Succeeded ? screen.Button("admin.stopped", StoppedCampaignsAction.ActionName) : screen;
    }
}

/// <summary>The campaigns that operators stopped; one of them can be let run again, after a question.</summary>
internal sealed class StoppedCampaignsAction : IChatAction
{
    public const string ActionName = "stopped";
    private const int PageSize = 8;

    public string Module => "campaigns";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public static async Task<ScreenBuilder> ShowAsync(ChatTurn turn, int page, CancellationToken cancellationToken)
    {
        var stopped = await turn.Sender.Send(new GetSuspendedCampaigns(PageSize + 1, page * PageSize), cancellationToken);
        var screen = turn.Say("admin.stopped.title", ("count", stopped.Count));
        foreach (var campaign in stopped.Take(PageSize))
        {
            screen.Button(turn.Label("admin.stopped.line", ("title", campaign.Title)), LiftAction.ActionName, campaign.Id, "ask");
        }

        return screen.Turning(ActionName, page, stopped.Count > PageSize).Button("menu.admin", "admin");
    }

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        await ShowAsync(turn, (int)Math.Min(arguments.Number(0), int.MaxValue / PageSize), cancellationToken);
}

/// <summary>Lets a stopped campaign run again.</summary>
internal sealed class LiftAction : IChatAction
{
    public const string ActionName = "lift";

    public string Module => "campaigns";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var id = arguments.Id<CampaignId>(0);
        if (arguments.Word(1) == "ask" && await turn.Sender.Send(new GetOffer(id), cancellationToken) is { } campaign)
        {
            return turn.Say("admin.lift.ask", ("title", campaign.Title), ("bot", "@" + campaign.Bot.Username))
                .Button("admin.lift.go", ActionName, id, "now").As(ButtonStyle.Success)
                .Button("button.back", StoppedCampaignsAction.ActionName);
        }

        var lifted = await turn.Sender.Send(new LiftSuspension(turn.Account.Id, id), cancellationToken);
        return (await StoppedCampaignsAction.ShowAsync(turn, 0, cancellationToken))
            .First(lifted.Error is null ? turn.Text("admin.lift.done") : turn.Speaker.Explain(lifted.Error));
    }
}

/// <summary>A payment that the books refuse, and the button that tries it again once the cause is mended.</summary>
internal sealed class HeldPaymentsAction : IChatAction
{
    public const string ActionName = "held";

    public string Module => "campaigns";

    public string Name => ActionName;

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        Result? tried = arguments.Word(1) == "again"
            ? await turn.Sender.Send(new RetryHeldPayment(turn.Account.Id, arguments.Id<ParticipationId>(0)), cancellationToken)
            : null;
        var skip = (int)Math.Min(tried is null ? arguments.Number(0) : 0, int.MaxValue);
        var screen = await ShowAsync(turn, skip, cancellationToken);
        if (tried is { } result)
        {
            screen.First(result.Error is null ? turn.Text("admin.held.tried") : turn.Speaker.Explain(result.Error));
        }

        return screen.Button("menu.admin", "admin");
    }

    private static async Task<ScreenBuilder> ShowAsync(ChatTurn turn, int skip, CancellationToken cancellationToken)
    {
        var held = await turn.Sender.Send(new GetHeldPayments(2, skip), cancellationToken);
        if (held.Count == 0)
        {
            return skip == 0 ? turn.Say("admin.held.none") : await ShowAsync(turn, 0, cancellationToken);
        }

        var payment = held[0];
        var person = (await turn.Sender.Send(new GetAccounts([payment.AccountId]), cancellationToken)).SelectMany(account => account.Identities);
        var screen = turn.Say(
                "admin.held.one",
                ("earns", payment.Earns),
                ("title", payment.CampaignTitle),
                ("person", string.Join(", ", person)),
                ("because", payment.Because),
                ("participation", payment.ParticipationId),
                ("at", payment.ConfirmedAt))
            .Button("admin.held.again", ActionName, payment.ParticipationId, "again");
        return held.Count > 1 || skip > 0 ? screen.Button("admin.report.skip", ActionName, held.Count > 1 ? skip + 1 : 0) : screen;
    }
}
