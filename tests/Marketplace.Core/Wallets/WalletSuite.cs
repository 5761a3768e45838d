using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Wallets.Tests;

/// <summary>A marketplace with wallets on a chain in memory, and a few people.</summary>
internal abstract class WalletSuite : EngineSuite
{
    protected const string Scan = "wallets.scan-deposits";
    protected const string Push = "wallets.push-withdrawals";
    private int people;

    protected TestMarketplace Market { get; private set; } = null!;

    protected FakeNetwork Network { get; private set; } = null!;

    /// <summary>The rules of this suite, where they differ from the defaults.</summary>
    protected virtual void Configure(WalletsOptions rules)
    {
    }

    [SetUp]
    public async Task StartAsync()
    {
        people = 0;
        Network = new FakeNetwork();
        Market = await TestMarketplace.StartAsync(Engine, Install);
        await Market.RunWorkAsync(Scan);
    }

    [TearDown]
    public async Task StopAsync() => await Market.DisposeAsync();

    protected void Install(IServiceCollection services) => services
        .AddMarketplaceAccounts(accounts =>
        {
            accounts.Operators.Add("telegram:boss");
            accounts.Operators.Add("telegram:chief");
        })
        .AddMarketplaceLedger()
        .AddMarketplaceWallets(Configure)
        .AddSingleton<IPaymentNetwork>(Network);

    protected async Task<AccountId> PersonAsync(string? name = null) =>
        (await Market.Send(new RegisterAccount(new Identity("telegram", name ?? $"person-{++people}")))).Require().Id;

    protected async Task<AccountId> EarnerAsync(long trx)
    {
        var person = await PersonAsync();
        var address = (await Market.Send(new OpenDepositAddress(person, DepositTarget.Earn))).Require().Address;
        Network.Deposit(address, Sun.FromTrx(trx).Value);
        await MineAndScanAsync(FakeNetwork.SolidDepth + 1);
        return person;
    }

    protected async Task MineAndScanAsync(int blocks)
    {
        Network.Mine(blocks);
        await Market.RunWorkUntilIdleAsync(Scan);
    }

    protected async Task MineAndPushAsync(int blocks)
    {
        Network.Mine(blocks);
        await PushAsync();
    }

    /// <summary>One look at the withdrawals on their way. A minute passes before it: what is in a block is not looked at all the time.</summary>
    protected Task PushAsync(TestMarketplace? market = null)
    {
        Market.Clock.Advance(TimeSpan.FromMinutes(1));
        return (market ?? Market).RunWorkAsync(Push);
    }

    protected Task<WalletView> WalletAsync(AccountId person) => Market.Send(new GetWallet(person));

    protected async Task<long> BalanceAsync(LedgerAccount account) => (await Market.Send(new GetBalances([account])))[0].Amount;

    protected Task<IReadOnlyList<string>> EventsAsync(string type) =>
        Market.Database.RowsAsync($"SELECT payload FROM outbox_messages WHERE type = 'wallets.{type}' ORDER BY id");
}
