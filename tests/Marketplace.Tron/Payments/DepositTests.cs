using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using Marketplace.Tron.Devnet;
using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Tests;

internal sealed class DepositTests : PaymentsTest
{
    [Test]
    public async Task A_transfer_is_seen_in_its_block_and_credited_when_that_is_solid()
    {
        var ada = await PersonAsync();
        Give(await AddressAsync(ada), 25);

        Mine(1);
        await ScanAsync();
        var seen = await Market.Send(new GetWallet(ada));
        Mine(Solidity - 1);
        await ScanAsync();
        var almost = await Market.Send(new GetWallet(ada));
        Mine(1);
        await ScanAsync();
        var credited = await Market.Send(new GetWallet(ada));

        Assert.That((seen.ArrivingDeposits, seen.Ad), Is.EqualTo((Sun.FromTrx(25), Sun.Zero)));
        Assert.That((almost.ArrivingDeposits, almost.Ad), Is.EqualTo((seen.ArrivingDeposits, seen.Ad)));
        Assert.That((credited.ArrivingDeposits, credited.Ad), Is.EqualTo((Sun.Zero, Sun.FromTrx(25))));
    }

    [Test]
    public async Task Blocks_missed_in_an_outage_are_read_in_ranges_without_a_gap()
    {
        var ada = await PersonAsync();
        var address = await AddressAsync(ada);
        for (var i = 0; i < 15; i++)
        {
            Give(address, 2);
            Mine(9);
        }

        Mine(Solidity);
        await ScanAsync();

        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.FromTrx(30)));
        Assert.That(await BalanceAsync(LedgerAccount.Custody), Is.EqualTo(-Chain.BalanceSun(address, TronView.Solid)));
    }

    [Test]
    public async Task A_fork_above_the_solid_block_orphans_what_was_seen_and_credits_nothing()
    {
        var ada = await PersonAsync();
        Give(await AddressAsync(ada), 25);
        Mine(2);
        await ScanAsync();

        Assert.That(Chain.Fork(depth: 2, dropTransactions: true));
        Mine(Solidity + 5);
        await ScanAsync();
        await ScanAsync();

        var wallet = await Market.Send(new GetWallet(ada));
        Assert.That((wallet.ArrivingDeposits, wallet.Ad), Is.EqualTo((Sun.Zero, Sun.Zero)));
    }

    [Test]
    public async Task A_transfer_that_a_fork_moves_to_another_block_is_credited_once()
    {
        var ada = await PersonAsync();
        Give(await AddressAsync(ada), 25);
        Mine(3);
        await ScanAsync();

        Assert.That(Chain.Fork(depth: 3, dropTransactions: false));
        Mine(Solidity + 5);
        await ScanAsync();
        await ScanAsync();

        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.FromTrx(25)));
    }

    [Test]
    public async Task A_fork_below_the_solid_block_halts_crediting_with_an_alarm()
    {
        var ada = await PersonAsync();
        var address = await AddressAsync(ada);
        Mine(30);
        await ScanAsync();
        Assert.That(Chain.Fork(depth: Solidity + 5, dropTransactions: true, belowSolid: true));
        Give(address, 25);
        Mine(40);

        await ScanAsync();

        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.Zero));
        Assert.That(Market.Logs.Lines, Has.Some.Contains("ALARM").And.Contains("halts"));
    }

    [Test]
    public async Task Our_own_transfers_are_nobodys_deposit()
    {
        var ada = await PersonAsync();
        var address = await AddressAsync(ada);
        var bob = await EarnerAsync(100);
        // The rules refuse a withdrawal to a deposit address; the scanner does not rely on them.
        await WithdrawAsync(bob, 20);
        await Market.Database.ExecuteAsync($"UPDATE wallets_withdrawals SET address = '{address}'");

        await PushAndMineAsync(Solidity + 3);
        await ScanAsync();

        Assert.That(Chain.BalanceSun(address), Is.GreaterThan(0));
        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.Zero));
    }

    [TestCase(DevnetFaultKind.LieBytes)]
    [TestCase(DevnetFaultKind.LieAmount)]
    [TestCase(DevnetFaultKind.MissingResult)]
    [TestCase(DevnetFaultKind.LieBlockId)]
    [TestCase(DevnetFaultKind.MissingTransactions)]
    public async Task A_node_that_lies_never_credits_more_than_was_sent(DevnetFaultKind lie)
    {
        var ada = await PersonAsync();
        Give(await AddressAsync(ada), 25);
        Mine(Solidity + 1);
        Chain.AddFault(new DevnetFault { Kind = lie, Path = "/walletsolidity/getblockbylimitnext", Count = 2 });

        await ScanAsync();
        await ScanAsync();
        Chain.ClearFaults();
        await ScanAsync();

        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.FromTrx(25)));
        if (lie != DevnetFaultKind.LieAmount)
        {
            Assert.That(Market.Logs.Lines, Has.Some.Contains("ALARM").Or.Some.Contains("can not be read"));
        }
    }

    [TestCase(DevnetFaultKind.Status)]
    [TestCase(DevnetFaultKind.CutJson)]
    [TestCase(DevnetFaultKind.Empty)]
    [TestCase(DevnetFaultKind.LiteText)]
    [TestCase(DevnetFaultKind.RateLimited)]
    public async Task An_answer_that_is_none_means_not_yet(DevnetFaultKind fault)
    {
        var ada = await PersonAsync();
        Give(await AddressAsync(ada), 25);
        Mine(Solidity + 1);
        foreach (var path in new[] { "/walletsolidity/getblock", "/walletsolidity/getblockbylimitnext", "/wallet/getblock", "/wallet/getblockbylimitnext" })
        {
            Chain.AddFault(new DevnetFault { Kind = fault, Path = path, Count = 2 });
            await ScanAsync();
        }

        Chain.ClearFaults();
        await ScanAsync();

        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.FromTrx(25)));
    }

    [Test]
    public async Task A_node_that_invents_a_transfer_in_a_true_block_is_not_believed_where_another_is_asked()
    {
        await using var careful = await AskingTwoNodesAsync();
        var ada = await PaidAsync(25);
        Chain.AddFault(new DevnetFault { Kind = DevnetFaultKind.LieTransaction, Endpoint = "main", Path = "/walletsolidity/getblockbylimitnext", Count = null });

        await ScanAsync(careful);
        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.Zero));
        Assert.That(careful.Logs.Lines, Has.Some.Contains("ALARM").And.Contains("do not agree"));

        Chain.ClearFaults();
        await ScanAsync(careful);
        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.FromTrx(25)));
    }

    [Test]
    public async Task A_node_that_lags_behind_the_cursor_is_left_for_one_that_does_not_and_the_cursor_never_goes_back()
    {
        await using var careful = await AskingTwoNodesAsync();
        var ada = await PaidAsync(25);
        Chain.ConfigureEndpoint("main", lagBlocks: Solidity + 5);

        await ScanAsync(careful);
        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.FromTrx(25)), "The second node has the block.");

        Chain.ConfigureEndpoint("second", lagBlocks: 15);
        Give(await AddressAsync(ada), 4);
        Mine(5);
        await ScanAsync(careful);
        Assert.That(careful.Logs.Lines, Has.Some.Contains("lag"));
        Mine(Solidity + 30);
        await ScanAsync(careful);
        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.FromTrx(29)), "Once each.");
    }

    [Test]
    public async Task A_node_that_stands_still_is_left_after_some_looks()
    {
        await using var careful = await AskingTwoNodesAsync();
        var ada = await PaidAsync(25);
        Chain.ConfigureEndpoint("main", lagBlocks: Solidity + 1);

        for (var i = 0; i < 6; i++)
        {
            await ScanAsync(careful);
        }

        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.FromTrx(25)));
    }

    [Test]
    public async Task Two_nodes_that_disagree_over_a_solid_block_credit_nothing()
    {
        await using var careful = await AskingTwoNodesAsync();
        var ada = await PaidAsync(25);
        Chain.AddFault(new DevnetFault { Kind = DevnetFaultKind.LieBlockId, Endpoint = "second", Path = "/walletsolidity/getblockbylimitnext", Count = null });

        await ScanAsync(careful);
        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.Zero));

        Chain.ClearFaults();
        await ScanAsync(careful);
        Assert.That((await Market.Send(new GetWallet(ada))).Ad, Is.EqualTo(Sun.FromTrx(25)));
    }

    private static Task ScanAsync(TestMarketplace market) => market.RunWorkUntilIdleAsync("wallets.scan-deposits");

    private async Task<TestMarketplace> AskingTwoNodesAsync()
    {
        var careful = Market.AnotherProcess(services => Install(services, "/", "/nodes/second/"));
        await ConnectAsync(careful);
        await ScanAsync(careful);
        return careful;
    }

    /// <summary>Somebody whose deposit stands in a solid block that nobody has read yet.</summary>
    private async Task<AccountId> PaidAsync(long trx)
    {
        var person = await PersonAsync();
        Give(await AddressAsync(person), trx);
        Mine(Solidity + 1);
        return person;
    }
}
