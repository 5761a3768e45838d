using Marketplace.Campaigns;
using Marketplace.Frontends.Home;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Admin;

internal sealed class AdminMenuEntry() : MenuEntry("accounts", "admin", 90)
{
    public override bool OperatorsOnly => true;
}

/// <summary><c>/admin</c>: the figures, and what waits for an operator.</summary>
internal sealed class AdminPage() : Page("accounts", "admin", 990)
{
    public override bool OperatorsOnly => true;

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var screen = turn.Say("admin.title");
        if (turn.Installed("campaigns"))
        {
            var figures = await turn.Sender.Send(new GetCampaignFigures(), cancellationToken);
            screen.Also(
                "admin.campaigns",
                ("active", figures.ActiveCampaigns),
                ("open", figures.OpenParticipations),
                ("paid", figures.PaidParticipations),
                ("out", figures.PaidOut),
                ("reports", figures.OpenReports));
            if (figures.HeldPayments > 0)
            {
                screen.Also("admin.held", ("count", figures.HeldPayments));
            }
        }

        if (turn.Installed("wallets"))
        {
            var mine = await turn.Sender.Send(new GetWithdrawalsToApprove(turn.Account.Id), cancellationToken);
            var all = await turn.Sender.Send(new GetWithdrawalsToApprove(), cancellationToken);
            screen.Also("admin.withdrawals.count", ("count", mine.Count), ("others", all.Count - mine.Count));
            screen.Control(await turn.Sender.Send(new GetWithdrawalControl(), cancellationToken));
        }

        return screen
            .Button("admin.reports", "reports")
            .Button("admin.withdrawals", "withdrawals")
            .Beside("admin.pause", PauseWithdrawalsAction.ActionName)
            .Button("admin.ban", "ban")
            .Beside("admin.bans", BannedAction.ActionName)
            .Home();
    }
}

/// <summary>The oldest report and the two decisions on it.</summary>
internal sealed class ReportsAction : IChatAction
{
    public string Module => "campaigns";

    public string Name => "reports";

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var error = arguments.Word(0) is null
            ? null
            : (await turn.Sender.Send(new ReviewReport(turn.Account.Id, arguments.Id<ReportId>(0), arguments.Word(1) == "uphold"), cancellationToken)).Error;
        var reports = await turn.Sender.Send(new GetOpenReports(), cancellationToken);
        var screen = reports is [var report, ..]
            ? turn.Say(
                    "admin.report",
                    ("waiting", reports.Count),
                    ("title", report.CampaignTitle),
                    ("bot", "@" + report.Bot.Username),
                    ("reason", report.Reason),
                    ("text", report.Text ?? "-"),
                    ("at", report.ReportedAt))
                .Button("admin.report.uphold", Name, report.Id, "uphold")
                .Button("admin.report.dismiss", Name, report.Id, "dismiss")
            : turn.Say("admin.reports.none");
        if (arguments.Word(1) is { } decision)
        {
            screen.First(error is null ? turn.Text("admin.report.done", ("decision", decision)) : turn.Speaker.Explain(error));
        }

        return screen.Button("menu.admin", "admin");
    }
}
