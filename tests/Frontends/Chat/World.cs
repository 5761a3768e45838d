using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Testing;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Tests;

/// <summary>The whole marketplace with its production wiring; only the chat service and the chain are stand-ins.</summary>
internal sealed class World : IAsyncDisposable
{
    private const string Operator = "olga";
    private const string SecondOperator = "oscar";

    private readonly Stack<TestMarketplace> gone = new();

    private World(ScriptedPlatform platform, PaperNetwork network, TestMarketplace marketplace) =>
        (Platform, Network, Marketplace) = (platform, network, marketplace);

    public ScriptedPlatform Platform { get; }

    public PaperNetwork Network { get; }

    public TestMarketplace Marketplace { get; private set; }

    public static async Task<World> StartAsync(
        TestEngine? engine = null, Action<ChatOptions>? configure = null, Action<IServiceCollection>? also = null)
    {
        var (platform, network) = (new ScriptedPlatform(), new PaperNetwork());
        var marketplace = await TestMarketplace.StartAsync(engine ?? TestEngine.Sqlite, services =>
        {
            also?.Invoke(services);
            services.AddMarketplaceAccounts(options =>
            {
                options.Operators.Add($"telegram:{Operator}");
                options.Operators.Add($"telegram:{SecondOperator}");
            })
            .AddMarketplaceLedger()
            .AddMarketplaceWallets()
            .AddMarketplaceCampaigns()
            .AddMarketplaceReferrals()
            .AddSingleton<IPaymentNetwork>(network)
            .AddSingleton(platform)
            .AddMarketplaceChat(options =>
            {
                (options.MaximumAttempts, options.FirstDelay) = (3, TimeSpan.FromMilliseconds(1));
                configure?.Invoke(options);
            })
            .AddChatPlatform<ScriptedPlatform>();
        });
        var world = new World(platform, network, marketplace);
        // Two looks at the chain: the first only finds where it stands.
        await marketplace.RunWorkAsync("wallets.scan-deposits");
        return world;
    }

    public Person Person(string name, string? language = "en") => new(this, name, language);

    public Person Olga(string language = "en") => new(this, Operator, language);

    public Person Oscar(string language = "en") => new(this, SecondOperator, language);

    /// <summary>The process is gone and a new one stands on the same database, in front of the same chats.</summary>
    public void Restart()
    {
        // The leases of a process that died end by themselves.
        Marketplace.Clock.Advance(TimeSpan.FromSeconds(16));
        gone.Push(Marketplace);
        Marketplace = Marketplace.AnotherProcess();
    }

    public Task StoreAsync(params IReadOnlyList<ArrivedUpdate> updates) =>
        Marketplace.Services.GetRequiredService<IChatInbox>().StoreAsync(updates, CancellationToken.None);

    /// <summary>Until everything that arrived is handled, and everything that follows from it has happened.</summary>
    public async Task SettleAsync()
    {
        for (var look = 0; await Marketplace.Database.CountAsync("SELECT count(*) FROM chat_updates WHERE state = 0") > 0; look++)
        {
            Assert.That(look, Is.LessThan(6_000), "Updates stay pending: " + string.Join('\n', Marketplace.Logs.Lines.TakeLast(5)));
            await Marketplace.RunWorkAsync("chat");
            await Task.Delay(2);
        }

        await Marketplace.RunWorkUntilIdleAsync("campaigns.pay_confirmed");
    }

    /// <summary>One look of every other work: events, deposits, withdrawals, notifications.</summary>
    public async Task WorkAsync()
    {
        foreach (var name in new[] { "campaigns.pay_confirmed", "wallets.scan-deposits", "outbox", "wallets.push-withdrawals", "referrals.pay-commissions", "outbox", "chat-notifications" })
        {
            await Marketplace.RunWorkUntilIdleAsync(name);
        }
    }

    public async Task StoreAndSettleAsync(params IReadOnlyList<ArrivedUpdate> updates)
    {
        await StoreAsync(updates);
        await SettleAsync();
    }

    public async Task<AccountView> AccountAsync(string name) => (await Marketplace.Send(new FindAccount(new Identity("telegram", name))))!;

    /// <summary>Puts coins on one of somebody's balances, by the chain.</summary>
    public async Task DepositAsync(string name, Sun amount, DepositTarget target = DepositTarget.Ad)
    {
        var address = await Marketplace.Send(new OpenDepositAddress((await AccountAsync(name)).Id, target));
        Network.Pay(address.Require().Address, amount);
        await WorkAsync();
    }

    public async Task<Sun> EarnedAsync(string name) => (await Marketplace.Send(new GetWallet((await AccountAsync(name)).Id))).Earn;

    /// <summary>An active campaign of somebody who has written before.</summary>
    public async Task<CampaignId> CampaignAsync(string owner, string title = "Try my bot", long reward = 1_000_000, long budget = 10_000_000)
    {
        await DepositAsync(owner, new Sun(budget));
        var id = (await AccountAsync(owner)).Id;
        var campaign = (await Marketplace.Send(new CreateCampaign(id, title, ScriptedPlatform.LuckyBot, new Sun(reward)))).Require();
        Assert.That((await Marketplace.Send(new FundCampaign(id, campaign, new Sun(budget)))).Error, Is.Null);
        return campaign;
    }

    public async ValueTask DisposeAsync()
    {
        await Marketplace.DisposeAsync();
        while (gone.TryPop(out var former))
        {
            await former.DisposeAsync();
        }
    }
}
