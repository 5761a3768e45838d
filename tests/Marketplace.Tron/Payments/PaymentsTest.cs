using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using Marketplace.Tron.Devnet;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Tron.Payments.Tests;

/// <summary>A marketplace on a local chain whose blocks the test makes; its books, not ours, are what is asserted.</summary>
internal abstract class PaymentsTest
{
    protected const int Solidity = 18;
    private static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(3);

    protected TronDevnet Chain { get; private set; } = null!;

    protected TestMarketplace Market { get; private set; } = null!;

    protected string Vault { get; private set; } = null!;

    protected TronVaultKeySource VaultKey => TronVaultKeySource.File($"{Vault}.key");

    protected TronVaultInfo Wallet { get; private set; } = null!;

    protected TronAddress Hot { get; private set; }

    /// <summary>Somebody's own wallet, outside.</summary>
    protected TronKey Home { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Chain = await TronDevnet.StartAsync(new TronDevnetOptions { BlockTime = null });
        Vault = Path.Combine(TestFolder.Path, $"{Unique.Name()}.vault");
        using var key = TronVaultKey.Create($"{Vault}.key");
        Wallet = TronVault.Create(Vault, key);
        Hot = TronAddress.Parse(Wallet.HotAddress).Value;
        Home = TronKey.Generate();
        Market = await TestMarketplace.StartAsync(TestEngine.Sqlite, services => Install(services, "/"));
        Mine(25);
        await ScanAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Market.DisposeAsync();
        await Chain.DisposeAsync();
        Home.Dispose();
    }

    protected void Install(IServiceCollection services, params string[] paths)
    {
        services.TryAddSingleton(_ => CreateClient(paths));
        services
            .AddMarketplaceAccounts()
            .AddMarketplaceLedger()
            .AddMarketplaceWallets(rules => rules.NewAddressCoolDown = TimeSpan.Zero)
            .AddTronPayments(tron =>
            {
                (tron.Vault, tron.VaultKey) = (Vault, VaultKey);
                foreach (var path in paths)
                {
                    tron.Endpoints.Add(new Uri(Chain.Address!, path));
                }
            });
    }

    /// <summary>What the host's start does: looks at every node.</summary>
    protected static Task ConnectAsync(TestMarketplace market) =>
        market.Services.GetServices<IHostedService>().Single(service => service.GetType().Name == "TronConnection").StartAsync(CancellationToken.None);

    protected void Mine(int blocks) => Chain.Mine(blocks, BlockTime);

    protected Task ScanAsync() => Market.RunWorkUntilIdleAsync("wallets.scan-deposits");

    /// <summary>One look at the withdrawals on their way. A minute passes before it: what is in a block is not looked at all the time.</summary>
    protected Task PushAsync()
    {
        Market.Clock.Advance(TimeSpan.FromMinutes(1));
        return Market.RunWorkAsync("wallets.push-withdrawals");
    }

    protected async Task<AccountId> PersonAsync(string name = "ada") =>
        (await Market.Send(new RegisterAccount(new Identity("telegram", name)))).Require().Id;

    protected async Task<TronAddress> AddressAsync(AccountId person, DepositTarget target = DepositTarget.Ad) =>
        TronAddress.Parse((await Market.Send(new OpenDepositAddress(person, target))).Require().Address).Value;

    /// <summary>Somebody with earnings to withdraw, and a hot wallet that can pay them.</summary>
    protected async Task<AccountId> EarnerAsync(long trx, bool funded = true)
    {
        var bob = await PersonAsync("bob");
        Give(await AddressAsync(bob, DepositTarget.Earn), trx);
        if (funded)
        {
            Give(Hot, trx * 2);
        }

        Mine(Solidity + 1);
        await ScanAsync();
        return bob;
    }

    protected string Give(TronAddress to, long trx)
    {
        var given = Chain.Faucet(to, Sun.FromTrx(trx).Value);
        Assert.That(given.IsSuccess, given.Error?.ToString());
        return given.Value;
    }

    protected async Task<WithdrawalId> WithdrawAsync(AccountId person, long trx) =>
        (await Market.Send(new RequestWithdrawal(person, Home.Address.ToString(), Sun.FromTrx(trx)))).Require().Id;

    protected async Task PushAndMineAsync(int turns, int blocks = 1)
    {
        for (var i = 0; i < turns; i++)
        {
            await PushAsync();
            Mine(blocks);
        }

        await PushAsync();
    }

    protected async Task<WithdrawalView> NewestAsync(AccountId person) => (await Market.Send(new GetWithdrawals(person)))[0];

    protected IEnumerable<DevnetTransfer> Payouts() => Chain.Transfers().Where(transfer => transfer.From == Hot);

    protected async Task<long> BalanceAsync(LedgerAccount account) => (await Market.Send(new GetBalances([account])))[0].Amount;

    private TronNodeClient CreateClient(string[] paths)
    {
        var options = new TronNodeOptions
        {
            Timeout = TimeSpan.FromSeconds(4),
            MaxAttempts = 2,
            BackOff = TimeSpan.FromMilliseconds(1),
            RequestsPerSecond = null,
        };
        foreach (var path in paths)
        {
            options.Endpoints.Add(new TronNodeEndpoint(new Uri(Chain.Address!, path)));
        }

        return new TronNodeClient(options);
    }
}
