using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Benchmarks.Size.Filling;
using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Referrals;
using Marketplace.Wallets;
using MediatR;

namespace Marketplace.Benchmarks.Size;

/// <summary>What a screen asks the marketplace.</summary>
/// <param name="Name">The screen, and whose.</param>
/// <param name="AskAsync">Asks, and counts what was answered.</param>
internal sealed record Screen(string Name, Func<ISender, Task<int>> AskAsync)
{
    private static AccountId Who(int number) => new(Dialect.IdOf(Kind.Account, number));

    private static CampaignId Which(int number) => new(Dialect.IdOf(Kind.Campaign, number));

    private static LedgerAccount[] BalancesOf(int number) => [LedgerAccount.Earn(Who(number).Value), LedgerAccount.Ad(Who(number).Value)];

    public static IReadOnlyList<Screen> All { get; } =
    [
        new("every message: who is it?", async sender =>
            await sender.Send(new FindAccount(new Identity("telegram", Market.Anybody.ToString(CultureInfo.InvariantCulture)))) is null ? 0 : 1),
        new("/start: the balance", async sender => (await sender.Send(new GetWallet(Who(Market.Anybody)))).Earn > Sun.Zero ? 1 : 0),
        new("/balance, with withdrawals", async sender =>
            await sender.Send(new GetWallet(Who(Market.Anybody))) is null ? 0 : (await sender.Send(new GetWithdrawals(Who(Market.Anybody), 3))).Count),
        new("/payouts of 500", async sender => (await sender.Send(new GetWithdrawals(Who(Market.Anybody), 8))).Count),
        new("/deposit, address known", async sender => (await sender.Send(new OpenDepositAddress(Who(Market.Anybody), DepositTarget.Ad))).Succeeded ? 1 : 0),
        new("/withdraw: the price", async sender => (await sender.Send(new QuoteWithdrawal(Who(Market.Anybody), "TWallet1", Sun.FromTrx(6)))).Error is null ? 1 : 0),
        new("/history", async sender => (await sender.Send(new GetStatement(BalancesOf(Market.Anybody), null, 8))).Count),
        new("/history of the worker", async sender => (await sender.Send(new GetStatement(BalancesOf(Market.Worker), null, 8))).Count),
        new("/history of the sponsor", async sender => (await sender.Send(new GetStatement(BalancesOf(Market.Sponsor), null, 8))).Count),
        new("/browse_bots, first page", async sender => (await sender.Send(new BrowseCampaigns(Who(Market.Anybody)))).Offers.Count),
        new("/browse_bots of the worker, last page", async sender => (await sender.Send(new BrowseCampaigns(Who(Market.Worker), 1_000))).Offers.Count),
        new("an offer", async sender => await sender.Send(new GetOffer(Which(Market.Busy))) is null ? 0 : 1),
        new("open tasks of the worker", async sender => (await sender.Send(new GetOpenParticipations(Who(Market.Worker)))).Count),
        new("/my_campaigns of the owner", async sender => (await sender.Send(new GetMyCampaigns(Who(Market.Owner)))).Count),
        new("the busy campaign", async sender => (await sender.Send(new GetMyCampaign(Who(Market.Owner), Which(Market.Busy))))?.PaidCount ?? 0),
        new("/referral of the sponsor", async sender => (await sender.Send(new GetReferrals(Who(Market.Sponsor)))).Invited),
        new("/admin: the figures", async sender => (await sender.Send(new GetCampaignFigures())).PaidParticipations),
        new("/admin: reports", async sender => (await sender.Send(new GetOpenReports())).Count),
        new("/admin: withdrawals", async sender => (await sender.Send(new GetWithdrawalsToApprove(Who(Market.Operator)))).Count),
        new("/admin: held payments", async sender => (await sender.Send(new GetHeldPayments())).Count),
        new("/ledger: a page of accounts", async sender => (await sender.Send(new ListBalances($"user:{Who(Market.Anybody)}"))).Count),
        new("/solvency", async sender => await sender.Send(new GetSolvency()) is null ? 0 : 1),
    ];
}
