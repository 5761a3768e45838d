using Marketplace.Frontends.Accounts;
using Marketplace.Frontends.Home;
using Marketplace.Referrals;

namespace Marketplace.Frontends.Referrals;

internal sealed class ReferralMenuEntry() : MenuEntry("referrals", "referral", 31);

/// <summary><c>/referral</c>: the invitation link, and what it brought.</summary>
internal sealed class ReferralPage() : Page("referrals", "referral", 80)
{
    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var view = await turn.Sender.Send(new GetReferrals(turn.Account.Id), cancellationToken);
        var link = turn.Platform.LinkToUs(InvitationPayload.For(view.Code));
        return turn.Say(
                "referrals.page",
                ("link", link),
                ("earnings", view.EarningsCommission),
                ("deposits", view.DepositCommission),
                ("invited", view.Invited),
                ("earned", view.Earned),
                ("waiting", view.Waiting))
            .Copy("referrals.copy", link)
            .Button("menu.balance", "balance")
            .Home();
    }
}
