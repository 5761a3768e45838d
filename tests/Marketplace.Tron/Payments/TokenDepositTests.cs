using System.Numerics;
using Marketplace.Testing;
using Marketplace.Tron.Devnet;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments.Tests;

/// <summary>What a reading of the chain lists where tokens are configured. The port is asked directly: what is credited of it is the wallets' affair.</summary>
internal sealed class TokenDepositTests : PaymentsTest
{
    private const long Million = 1_000_000;
    private TestMarketplace receiving = null!;
    private IPaymentNetwork network = null!;
    private IWatchList watched = null!;
    private BlockCursor cursor = null!;

    [SetUp]
    public Task OpenAsync() => OpenAsync("/");

    [TearDown]
    public async Task CloseAsync() => await receiving.DisposeAsync();

    [Test]
    public async Task A_token_is_seen_in_its_block_and_solid_eighteen_blocks_later()
    {
        var address = Watch(0);
        var id = Sent(Chain.FaucetToken(address, 5 * Million));
        Mine(1);
        var seen = await ReadAsync();
        Assert.That(seen.Solid, Is.Empty);
        Assert.That(seen.Unconfirmed, Is.EqualTo(new[] { new IncomingTransfer(id, 1, address.ToString(), 5 * Million, Chain.HeadNumber, "USDT") }));

        Mine(Solidity);
        var solid = await ReadAsync();
        Assert.That(solid.Solid, Is.EqualTo(seen.Unconfirmed));
        Assert.That(solid.Unconfirmed, Is.Empty);
    }

    [Test]
    public async Task A_transfer_by_another_contract_counts_and_two_in_one_transaction_are_two()
    {
        var (first, second) = (Watch(0), Watch(1));
        var routed = Sent(Chain.FaucetRouter(first, 7 * Million));
        var split = Sent(Chain.FaucetRouter(first, 2 * Million, second));
        Mine(Solidity + 1);

        var found = (await ReadAsync()).Solid.Select(transfer => (transfer.TransactionId, transfer.OutputIndex, transfer.Address, transfer.Amount));
        Assert.That(found, Is.EquivalentTo(new[]
        {
            (routed, 2, first.ToString(), 7 * Million),
            (split, 2, first.ToString(), 2 * Million),
            (split, 3, second.ToString(), 2 * Million),
        }), "The router's own event stands first in each receipt.");
    }

    [Test]
    public async Task Fake_tokens_zero_values_approvals_reverts_and_lack_of_energy_are_nothing()
    {
        var address = Watch(0);
        Give(Home.Address, 200);
        Mine(1);
        Sent(Chain.FaucetToken(address, 5 * Million, fake: true));
        await CallAsync(Trc20.EncodeTransfer(address, 0));
        await CallAsync(Trc20.EncodeTransfer(address, 5));
        await CallAsync(Trc20.EncodeTransfer(address, 0), feeLimit: 100_000);
        await CallAsync([0x09, 0x5e, 0xa7, 0xb3, .. Trc20.EncodeTransfer(address, 5).AsSpan(4)]);
        Mine(Solidity + 1);

        var reading = await ReadAsync();
        Assert.That(reading.Solid.Concat(reading.Unconfirmed), Is.Empty);
        Assert.That(receiving.Logs.Lines, Has.None.Contains("ALARM"));
    }

    [Test]
    public async Task An_amount_beyond_the_books_is_an_alarm_and_the_others_of_its_block_count()
    {
        var address = Watch(0);
        Sent(Chain.FaucetToken(address, BigInteger.Pow(2, 63), fake: true));
        Sent(Chain.FaucetToken(address, BigInteger.Pow(2, 255), fake: true));
        var largest = Sent(Chain.FaucetToken(address, long.MaxValue, fake: true));
        Mine(Solidity + 1);
        await receiving.DisposeAsync();
        // The fake token's events tell of any amount: here it is the configured one.
        var from = cursor;
        await OpenAsync(options => options.Tokens.Add(new TronToken("ODD", Chain.FakeTokenAddress.ToString(), 6)), "/");
        cursor = from;
        Watch(0);

        Assert.That((await ReadAsync()).Solid.Select(transfer => (transfer.TransactionId, transfer.Amount)), Is.EqualTo(new[] { (largest, long.MaxValue) }));
        Assert.That(receiving.Logs.Lines.Count(line => line.Contains("ALARM") && line.Contains("more than the books can hold")), Is.EqualTo(2));
    }

    [Test]
    public async Task Less_than_the_token_s_minimum_is_logged_and_not_listed()
    {
        var address = Watch(0);
        Sent(Chain.FaucetToken(address, 999));
        Mine(Solidity + 1);
        Assert.That((await ReadAsync()).Solid, Is.Empty);
        Assert.That(receiving.Logs.Lines, Has.Some.Contains("less than the minimum"));
    }

    [Test]
    public async Task Late_receipts_are_waited_for_and_a_block_is_never_taken_for_one_without_events()
    {
        var address = Watch(0);
        Sent(Chain.FaucetToken(address, 5 * Million));
        Mine(Solidity + 1);
        foreach (var kind in new[] { DevnetFaultKind.MissingReceipts, DevnetFaultKind.Empty, DevnetFaultKind.CutJson, DevnetFaultKind.Status })
        {
            Chain.AddFault(new DevnetFault { Kind = kind, Path = "/walletsolidity/gettransactioninfobyblocknum", Count = null });
            Assert.That(async () => await ReadAsync(), Throws.Exception.With.Message.Contains("receipts"), kind.ToString());
            Chain.ClearFaults();
        }

        Assert.That((await ReadAsync()).Solid, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_is_solid_does_not_wait_for_receipts_above_it()
    {
        var address = Watch(0);
        Sent(Chain.FaucetToken(address, 5 * Million));
        Mine(Solidity + 1);
        Sent(Chain.FaucetToken(address, 6 * Million));
        Mine(1);
        Chain.AddFault(new DevnetFault { Kind = DevnetFaultKind.MissingReceipts, Path = "/wallet/gettransactioninfobyblocknum", Count = null });

        var reading = await ReadAsync();
        Assert.That(reading.Solid.Single().Amount, Is.EqualTo(5 * Million));
        Assert.That(reading.More, Is.True, "Nothing that was seen is taken for vanished.");
        Assert.That(async () => await ReadAsync(), Throws.Exception.With.Message.Contains("receipts"), "And nobody runs in circles.");
        Chain.ClearFaults();
        Assert.That((await ReadAsync()).Unconfirmed.Single().Amount, Is.EqualTo(6 * Million));
    }

    [TestCase(DevnetFaultKind.LieEvents, "/walletsolidity/gettransactioninfobyblocknum")]
    [TestCase(DevnetFaultKind.LieTransaction, "/walletsolidity/getblockbylimitnext")]
    public async Task What_only_one_node_shows_within_a_true_block_halts_crediting(DevnetFaultKind lie, string path)
    {
        await receiving.DisposeAsync();
        await OpenAsync("/", "/nodes/second/");
        var address = Watch(0);
        Sent(Chain.FaucetToken(address, 5 * Million));
        Give(address, 3);
        Mine(Solidity + 1);
        Chain.AddFault(new DevnetFault { Kind = lie, Endpoint = "main", Path = path, Count = null });
        if (lie == DevnetFaultKind.LieTransaction)
        {
            // A liar that invents a transaction invents its receipt as well; here it has none, and that alone gives it away.
            Assert.That(async () => await ReadAsync(), Throws.Exception);
        }
        else
        {
            Assert.That(async () => await ReadAsync(), Throws.InstanceOf<ImpossibleForkException>());
        }

        Chain.ClearFaults();
        Assert.That((await ReadAsync()).Solid.Select(transfer => transfer.Amount), Is.EquivalentTo(new[] { 5 * Million, 3 * Million }));
    }

    [Test]
    public void Tokens_that_can_not_be_are_refused_at_start()
    {
        var token = Chain.TokenAddress.ToString();
        TronToken[][] wrong =
        [
            [new TronToken("TRX", token, 6)],
            [new TronToken("", token, 6)],
            [new TronToken("USDT", token + "x", 6)],
            [new TronToken("USDT", token, 19)],
            [new TronToken("USDT", token, 6, 0)],
            [new TronToken("USDT", token, 6), new TronToken("USDT", Chain.FakeTokenAddress.ToString(), 6)],
            [new TronToken("USDT", token, 6), new TronToken("USDX", token, 6)],
        ];
        foreach (var tokens in wrong)
        {
            var services = new ServiceCollection();
            Install(services, "/");
            services.Configure<TronPaymentsOptions>(options => Array.ForEach(tokens, options.Tokens.Add));
            using var provider = services.BuildServiceProvider();
            Assert.That(
                () => provider.GetRequiredService<IOptions<TronPaymentsOptions>>().Value,
                Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Tokens"));
        }
    }

    private Task OpenAsync(params string[] paths) =>
        OpenAsync(options => options.Tokens.Add(new TronToken("USDT", Chain.TokenAddress.ToString(), 6, 1_000)), paths);

    private async Task OpenAsync(Action<TronPaymentsOptions> configure, params string[] paths)
    {
        receiving = Market.AnotherProcess(services =>
        {
            Install(services, paths);
            services.Configure(configure);
        });
        await ConnectAsync(receiving);
        network = receiving.Services.GetRequiredService<IPaymentNetwork>();
        watched = network.CreateWatchList();
        cursor = (await network.ReadAsync(null, watched, default)).Cursor!;
    }

    private TronAddress Watch(int index)
    {
        var address = network.DepositAddress(index);
        watched.Add([address]);
        return TronAddress.Parse(address).Value;
    }

    private async Task<NetworkReading> ReadAsync()
    {
        var reading = await network.ReadAsync(cursor, watched, default);
        cursor = reading.Cursor!;
        return reading;
    }

    private static string Sent(TronResult<string> sent)
    {
        Assert.That(sent.IsSuccess, sent.Error?.ToString());
        return sent.Value;
    }

    /// <summary>A call of the token by somebody outside.</summary>
    private async Task CallAsync(byte[] data, long feeLimit = 30 * Million)
    {
        using var node = new TronNodeClient(Nodes(), handler: Chain.CreateHandler());
        var solid = (await node.GetNewestHeaderAsync(TronView.Solid)).Value;
        var head = (await node.GetNewestHeaderAsync(TronView.Head)).Value;
        var call = new TronTransaction
        {
            Contract = new TriggerSmartContract(Home.Address, Chain.TokenAddress, data),
            FeeLimitSun = feeLimit,
            Reference = solid.ToReference(),
            ExpirationMs = head.TimestampMs + 60_000,
            TimestampMs = head.TimestampMs,
        };
        var outcome = await node.BroadcastAsync(call.Sign(Home));
        Assert.That(outcome.IsAccepted, outcome.Message);
    }

    private static TronNodeOptions Nodes()
    {
        var options = new TronNodeOptions { RequestsPerSecond = null };
        options.Endpoints.Add(new TronNodeEndpoint(new Uri("http://devnet/")));
        return options;
    }
}
