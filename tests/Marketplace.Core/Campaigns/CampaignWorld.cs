using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Campaigns.Tests;

/// <summary>A marketplace where Ada advertises and Bob earns.</summary>
internal abstract class CampaignWorld : EngineSuite
{
    protected static readonly PromotedBot Bot = new("telegram", "7001", "promoted_bot");
    protected static readonly Sun Reward = Sun.FromTrx(1);

    protected TestMarketplace Market { get; private set; } = null!;

    protected AccountId Ada { get; private set; }

    protected AccountId Bob { get; private set; }

    [SetUp]
    public async Task StartAsync()
    {
        Market = await TestMarketplace.StartAsync(Engine, services => services
            .AddMarketplaceAccounts(options => options.Operators.Add("telegram:1"))
            .AddMarketplaceLedger()
            .AddMarketplaceCampaigns());
        Ada = await RegisterAsync("100");
        Bob = await RegisterAsync("200");
    }

    [TearDown]
    public async Task StopAsync() => await Market.DisposeAsync();

    protected async Task<AccountId> RegisterAsync(string id) => (await Market.Send(new RegisterAccount(new Identity("telegram", id)))).Require().Id;

    protected async Task FundAdAsync(AccountId account, long trx) => (await Market.Send(new PostTransfer(new Transfer(
        $"deposit {Unique.Name()}", "test.deposit", "test",
        [new(LedgerAccount.Custody, -Sun.FromTrx(trx).Value), new(LedgerAccount.Ad(account.Value), Sun.FromTrx(trx).Value)])))).Require();

    protected async Task<CampaignId> RunningCampaignAsync(int budget, Sun? reward = null)
    {
        var price = reward ?? Reward;
        await FundAdAsync(Ada, Math.Max(10, budget));
        var campaign = (await Market.Send(new CreateCampaign(Ada, "Try my bot", Bot, price))).Require();
        Assert.That((await Market.Send(new FundCampaign(Ada, campaign, price * budget))).Error, Is.Null);
        return campaign;
    }

    protected async Task EarnAsync(AccountId account, CampaignId campaign, string text)
    {
        await ConfirmAsync(account, campaign, text);
        await PayAsync();
    }

    protected async Task<ParticipationReceipt> ConfirmAsync(AccountId account, CampaignId campaign, string text)
    {
        (await Market.Send(new StartParticipation(account, campaign))).Require();
        var proof = (await Market.Send(new SubmitProof(account, Forward(text)))).Require();
        return (await Market.Send(new ConfirmParticipation(account, proof.ValidationToken))).Require();
    }

    protected Task PayAsync() => Market.RunWorkUntilIdleAsync("campaigns.pay_confirmed");

    protected ForwardEvidence Forward(string text)
    {
        var now = Market.Clock.GetUtcNow();
        return new ForwardEvidence("telegram", ForwardOrigin.User, Bot.Id, OriginIsBot: true, now, now, text);
    }

    protected async Task<long[]> AmountsAsync(params LedgerAccount[] accounts) =>
        [.. (await Market.Send(new GetBalances(accounts))).Select(balance => balance.Amount)];

    protected Task<List<string>> ReadAsync(string query) => Market.InScopeAsync(services =>
    {
        var db = services.GetRequiredService<Persistence.MarketplaceDbContext>();
#pragma warning disable EF1002 // The queries are those of this test.
        return Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(
            Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.SqlQueryRaw<string>(db.Database, query));
#pragma warning restore EF1002
    });
}
