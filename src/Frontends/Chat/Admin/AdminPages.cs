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
                screen.Button("admin.held.show", HeldPaymentsAction.ActionName);
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
            .Button("admin.reports", ReportsAction.ActionName)
            .Beside("admin.stopped", StoppedCampaignsAction.ActionName)
            .Button("admin.withdrawals", "withdrawals")
            .Beside("admin.pause", PauseWithdrawalsAction.ActionName)
            .Button("admin.ban", "ban")
            .Beside("admin.bans", BannedAction.ActionName)
            .Home();
    }
}
