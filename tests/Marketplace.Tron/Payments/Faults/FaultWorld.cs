using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Testing;
using Marketplace.Tron.Devnet;
using Marketplace.Wallets;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tron.Payments.Tests.Faults;

/// <summary>A chain, a database, and a marketplace process that dies and is started again on the same database.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    public static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(3);
    private readonly TestMarketplace market;
    private readonly string vault;

    private FaultWorld(TestMarketplace market, TronDevnet chain, Chaos chaos, string vault, TronAddress hot)
    {
        (this.market, Chain, Chaos, this.vault, Hot) = (market, chain, chaos, vault, hot);
        Process = new MarketProcess(this);
    }

    public TronDevnet Chain { get; }

    public Chaos Chaos { get; }

    public TronAddress Hot { get; }

    public TestDatabase Database => market.Database;

    public MarketProcess Process { get; private set; }

    public static async Task<FaultWorld> StartAsync(TestEngine engine, int seed)
    {
        var chaos = new Chaos(seed) { Active = false };
        var chain = new TronDevnet(new TronDevnetOptions { BlockTime = null, TimeProvider = new FakeClock() });
        chain.ConfigureEndpoint("second");
        chain.Mine(25, BlockTime);
        var vault = Path.Combine(TestFolder.Path, $"{Unique.Name()}.vault");
        using var key = TronVaultKey.Create($"{vault}.key");
        var hot = TronAddress.Parse(TronVault.Create(vault, key).HotAddress).Value;
        var market = await TestMarketplace.StartAsync(engine, services => Install(services, chain, chaos, vault));
        var world = new FaultWorld(market, chain, chaos, vault, hot);
        await world.Process.RunAsync("wallets.scan-deposits");
        return world;
    }

    /// <summary>Time passes, for the chain and for the marketplace.</summary>
    public void Mine(int blocks)
    {
        Chain.Mine(blocks, BlockTime);
        market.Clock.Advance(BlockTime * blocks);
    }

    public async Task RestartAsync()
    {
        await Process.DisposeAsync();
        Chaos.Revive();
        Process = new MarketProcess(this);
    }

    public MarketProcess StartAnother() => new(this);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        if (Chaos.IsDead)
        {
            Chaos.Revive();
        }

        Chaos.Active = false;
        await market.DisposeAsync();
        await Chain.DisposeAsync();
        Chaos.Dispose();
    }

    private static void Install(IServiceCollection services, TronDevnet chain, Chaos chaos, string vault)
    {
        services
            .AddSingleton(chaos)
            .AddSingleton(_ => CreateClient(chain, chaos))
            .AddMarketplaceAccounts()
            .AddMarketplaceLedger()
            .AddMarketplaceWallets(rules =>
            {
                rules.NewAddressCoolDown = TimeSpan.Zero;
                (rules.AccountDailyLimit, rules.TotalDailyLimit) = (Sun.FromTrx(100_000_000), Sun.FromTrx(100_000_000));
                // The order of events follows from the seed alone.
                rules.LooksAtOnce = 1;
            })
            .AddTronPayments(tron =>
            {
                (tron.Vault, tron.VaultKey) = (vault, TronVaultKeySource.File($"{vault}.key"));
                tron.Endpoints.Add(new Uri("http://devnet/"));
                tron.Endpoints.Add(new Uri("http://devnet/nodes/second/"));
            })
            .Decorate<IPaymentNetwork>(inner => new MortalNetwork(inner, chaos));
    }

    private static TronNodeClient CreateClient(TronDevnet chain, Chaos chaos)
    {
        var options = new TronNodeOptions { MaxAttempts = 2, BackOff = TimeSpan.Zero, RequestsPerSecond = null };
        options.Endpoints.Add(new TronNodeEndpoint(new Uri("http://devnet/")));
        options.Endpoints.Add(new TronNodeEndpoint(new Uri("http://devnet/nodes/second/")));
        return new TronNodeClient(options, handler: new UnreliableNodes(chain, chaos));
    }

    /// <summary>A process on the database; unlike <see cref="TestMarketplace"/> it may end at any moment and nobody looks at its books then.</summary>
    internal sealed class MarketProcess : IAsyncDisposable
    {
        private readonly ServiceProvider provider;
        private readonly Dictionary<string, IBackgroundWork> works;
        private readonly FaultWorld world;

        public MarketProcess(FaultWorld world)
        {
            this.world = world;
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(world.market.Clock);
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
            world.Database.AddTo(services);
            Install(services, world.Chain, world.Chaos, world.vault);
            services
                .AddTransient(typeof(IPipelineBehavior<,>), typeof(CommandNames<,>))
                .Decorate<IDatabaseEngine>(inner => new MortalEngine(inner, world.Chaos));
            provider = services.BuildServiceProvider();
            works = provider.GetServices<IBackgroundWork>().ToDictionary(work => work.Name);
        }

        public Task<bool> RunAsync(string work) => works[work].RunOnceAsync(world.Chaos.Life);

        public async Task<TResponse> Send<TResponse>(IRequest<TResponse> request)
        {
            await using var scope = provider.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, world.Chaos.Life);
        }

        public ValueTask DisposeAsync() => provider.DisposeAsync();
    }
}
