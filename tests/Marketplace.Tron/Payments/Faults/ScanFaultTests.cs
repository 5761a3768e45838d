using System.Diagnostics;
using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Ledger;
using Marketplace.Testing;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Tron.Payments.Tests.Faults;

/// <summary>
/// The scanner against a chain that forks and a node that fails and lies. The truth is the chain's, not ours. More, and the same again:
/// <c>MARKETPLACE_CHAIN_EVENTS</c>, <c>MARKETPLACE_CHAIN_FORKS</c>, <c>MARKETPLACE_CHAIN_SEED</c>.
/// </summary>
internal sealed class ScanFaultTests
{
    private const string Scan = "wallets.scan-deposits";
    private const int People = 50;
    private Random random = null!;
    private SyntheticChain chain = null!;
    private TestMarketplace market = null!;
    private long begins;

    private SyntheticNode Node { get; set; } = null!;

    private async Task StartAsync(double share)
    {
        var seed = (int)Setting.Number("MARKETPLACE_CHAIN_SEED", Random.Shared.Next());
        await TestContext.Out.WriteLineAsync($"MARKETPLACE_CHAIN_SEED={seed}");
        random = new Random(seed);
        var vault = Path.Combine(TestFolder.Path, $"{Unique.Name()}.vault");
        using (var key = TronVaultKey.Create($"{vault}.key"))
        {
            TronVault.Create(vault, key);
        }

        var watched = new List<TronAddress>();
        chain = new SyntheticChain(random, watched, share);
        Node = new SyntheticNode(chain, random);
        var address = new Uri("http://synthetic");
        market = await TestMarketplace.StartAsync(TestEngine.Sqlite, services =>
        {
            services.TryAddSingleton(_ => CreateClient(address));
            services.AddMarketplaceAccounts().AddMarketplaceLedger().AddMarketplaceWallets().AddTronPayments(tron =>
            {
                (tron.Vault, tron.VaultKey) = (vault, TronVaultKeySource.File($"{vault}.key"));
                tron.Endpoints.Add(address);
            });
        });
        await market.RunWorkUntilIdleAsync(Scan);
        begins = chain.Solid.Number;
        for (var i = 0; i < People; i++)
        {
            var person = (await market.Send(new RegisterAccount(new Identity("telegram", i.ToString(CultureInfo.InvariantCulture))))).Require().Id;
            watched.Add(TronAddress.Parse((await market.Send(new OpenDepositAddress(person, DepositTarget.Earn))).Require().Address).Value);
        }
    }

    [TearDown]
    public async Task StopAsync()
    {
        await market.DisposeAsync();
        Node.Dispose();
    }

    [Test]
    public async Task Whatever_a_node_repeats_shuffles_fails_or_forges_what_is_credited_is_what_was_paid()
    {
        const int InABlock = 100;
        var wanted = Setting.Number("MARKETPLACE_CHAIN_EVENTS", 15_000);
        await StartAsync(share: 0.1);
        (Node.Duplicated, Node.Shuffled, Node.Wrong) = (0.2, 0.2, 0.1);
        var (truth, counted, restarts) = (0L, begins, 0);
        var watch = Stopwatch.StartNew();
        for (var events = 0L; events < wanted;)
        {
            // Now and then many blocks at once: an outage of ours.
            var blocks = random.Next(8) == 0 ? random.Next(20, 60) : random.Next(1, 8);
            chain.Mine(blocks, InABlock);
            events += blocks * InABlock;
            var restart = random.Next(20) == 0;
            restarts += restart ? 1 : 0;
            await CatchUpAsync(restart);
            truth += chain.PaidAfter(counted);
            counted = chain.Solid.Number;
            Assert.That(await CreditedAsync(), Is.EqualTo(truth), $"After block {counted}.");
        }

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(counted - begins) * InABlock:N0} events, {Node.TransactionsServed:N0} served, {Node.WrongAnswers:N0} wrong answers, {restarts} restarts: credited {truth:N0} sun, the truth to the sun; {watch.Elapsed.TotalSeconds:N0} s"));
        Assert.That(Node.WrongAnswers, Is.GreaterThan(0));
    }

    [Test]
    public async Task Forks_orphan_what_was_seen_and_never_what_was_credited()
    {
        var wanted = Setting.Number("MARKETPLACE_CHAIN_FORKS", 160);
        await StartAsync(share: 0.3);
        var (truth, counted, illegal) = (0L, begins, 0);
        for (var fork = 1; fork <= wanted; fork++)
        {
            chain.Mine(random.Next(1, 4), 5);
            await CatchUpAsync();
            // Blocks at or below the solid one can not be replaced: its depth is 18.
            chain.Fork(random.Next(1, SyntheticChain.Solidity + 1));
            await CatchUpAsync();
            truth += chain.PaidAfter(counted);
            counted = chain.Solid.Number;
            Assert.That(await CreditedAsync(), Is.EqualTo(truth), $"Fork {fork}, block {counted}.");
            if (fork % 100 == 50)
            {
                illegal++;
                await TryTheImpossibleAsync(truth);
            }
        }

        chain.Mine(SyntheticChain.Solidity + 2, 0);
        await CatchUpAsync();
        await CatchUpAsync();
        Assert.That(await CreditedAsync(), Is.EqualTo(truth + chain.PaidAfter(counted)));
        Assert.That(await market.Database.RowsAsync("SELECT count(*) FROM wallets_deposits WHERE state = 0"), Is.EqualTo(["0"]), "Nothing is still on its way.");
        var orphaned = (await market.Database.RowsAsync("SELECT count(*) FROM wallets_deposits WHERE state = 2")).Single();
        await TestContext.Out.WriteLineAsync($"{wanted} forks, {illegal} of them followed by one that can not be; {orphaned} sightings orphaned, no credit.");
        Assert.That(orphaned, Is.Not.EqualTo("0"));
    }

    /// <summary>A fork below the solid block: crediting halts with an alarm, and goes on when the chain agrees again.</summary>
    private async Task TryTheImpossibleAsync(long truth)
    {
        var before = chain.Remember();
        var alarms = market.Logs.Lines.Count(line => line.Contains("ALARM", StringComparison.Ordinal));
        chain.Fork(SyntheticChain.Solidity + random.Next(2, 20));
        chain.Mine(random.Next(1, 40), 5);
        await market.RunWorkUntilIdleAsync(Scan);
        await market.RunWorkUntilIdleAsync(Scan);
        Assert.That(await CreditedAsync(), Is.EqualTo(truth), "Nothing is credited on a chain that contradicts what was final.");
        Assert.That(market.Logs.Lines.Count(line => line.Contains("ALARM", StringComparison.Ordinal)), Is.GreaterThan(alarms));
        chain.Restore(before);
    }

    private async Task CatchUpAsync(bool restart = false)
    {
        // What a scanner keeps in memory is gone with its process; nothing else is.
        await using var another = restart ? market.AnotherProcess() : null;
        var scanner = another ?? market;
        for (var turns = 0; await CursorAsync() < chain.Solid.Number || turns == 0; turns++)
        {
            Assert.That(turns, Is.LessThan(1_000), "The scanner does not get on.");
            await scanner.RunWorkUntilIdleAsync(Scan);
        }
    }

    private async Task<long> CursorAsync() =>
        long.Parse((await market.Database.RowsAsync("SELECT block_number FROM wallets_cursors")).Single(), CultureInfo.InvariantCulture);

    private async Task<long> CreditedAsync() => -(await market.Send(new GetBalances([LedgerAccount.Custody])))[0].Amount;

    private TronNodeClient CreateClient(Uri address)
    {
        var options = new TronNodeOptions { MaxAttempts = 2, BackOff = TimeSpan.Zero, RequestsPerSecond = null };
        options.Endpoints.Add(new TronNodeEndpoint(address));
        return new TronNodeClient(options, handler: Node);
    }
}
