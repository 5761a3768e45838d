using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;

namespace Marketplace.Wallets.Tests;

internal sealed class DepositsOnSqlite : DepositSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class DepositsOnPostgreSql : DepositSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

internal abstract class DepositSuite : WalletSuite
{
    private static readonly long TenTrx = Sun.FromTrx(10).Value;

    [Test]
    public async Task A_deposit_is_seen_then_credited_once_when_its_block_is_solid()
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada), TenTrx);

        await MineAndScanAsync(1);
        var seen = await WalletAsync(ada);
        await MineAndScanAsync(FakeNetwork.SolidDepth - 1);
        var almost = await WalletAsync(ada);
        await MineAndScanAsync(1);
        var credited = await WalletAsync(ada);
        await MineAndScanAsync(10);

        Assert.That((seen.Ad.Value, seen.ArrivingDeposits.Value), Is.EqualTo((0L, TenTrx)));
        Assert.That(almost, Is.EqualTo(seen));
        Assert.That((credited.Ad.Value, credited.ArrivingDeposits.Value), Is.EqualTo((TenTrx, 0L)));
        Assert.That(await WalletAsync(ada), Is.EqualTo(credited));
        Assert.That(await BalanceAsync(LedgerAccount.Custody), Is.EqualTo(-TenTrx));
        Assert.That(await EventsAsync("DepositSeen"), Has.Count.EqualTo(1));
        Assert.That(await EventsAsync("DepositCredited"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_is_known_since_when_no_block_has_come()
    {
        await Market.RunWorkAsync(Scan);
        var first = Market.Clock.GetUtcNow();
        Assert.That((await Market.Send(new GetChainProgress()))!.MovedAt, Is.EqualTo(first));

        Market.Clock.Advance(TimeSpan.FromMinutes(2));
        await Market.RunWorkAsync(Scan);
        var still = (await Market.Send(new GetChainProgress()))!;
        Assert.That(still.MovedAt, Is.EqualTo(first), "The node answers, and tells nothing new.");

        await MineAndScanAsync(1);
        Assert.That(await Market.Send(new GetChainProgress()), Is.EqualTo(still with
        {
            SolidBlock = still.SolidBlock + 1,
            HeadBlock = still.HeadBlock + 1,
            MovedAt = Market.Clock.GetUtcNow(),
        }));
    }

    [Test]
    public async Task Each_balance_has_an_address_of_its_own()
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada, DepositTarget.Ad), 1_000_000);
        Network.Deposit(await AddressAsync(ada, DepositTarget.Earn), 2_000_000);

        await MineAndScanAsync(5);

        var wallet = await WalletAsync(ada);
        Assert.That((wallet.Ad.Value, wallet.Earn.Value), Is.EqualTo((1_000_000L, 2_000_000L)));
    }

    [Test]
    public async Task Two_outputs_of_one_transaction_are_two_deposits()
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada), TenTrx);
        Network.Distort = reading => reading with
        {
            Solid = [.. reading.Solid, .. reading.Solid.Select(transfer => transfer with { OutputIndex = 1 })],
        };

        await MineAndScanAsync(5);

        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo(2 * TenTrx));
    }

    [Test]
    public async Task What_the_chain_repeats_is_credited_once()
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada), TenTrx);
        Network.Distort = reading => reading with { Solid = [.. reading.Solid, .. reading.Solid], Unconfirmed = [.. reading.Unconfirmed, .. reading.Unconfirmed] };

        await MineAndScanAsync(2);
        await MineAndScanAsync(5);

        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo(TenTrx));
        Assert.That(await EventsAsync("DepositSeen"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Dust_is_recorded_and_not_credited()
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada), 99_999);

        await MineAndScanAsync(1);
        await MineAndScanAsync(5);

        Assert.That((await WalletAsync(ada)).Ad, Is.EqualTo(Sun.Zero));
        Assert.That(await Market.Database.RowsAsync("SELECT amount, state FROM wallets_deposits"), Is.EqualTo(["99999|3"]));
        Assert.That(await EventsAsync("DepositSeen"), Is.Empty);
        Assert.That(await WalletAsync(ada), Has.Property(nameof(WalletView.BelowMinimum)).EqualTo(new Sun(99_999)));
    }

    [Test]
    public async Task Who_sent_too_little_is_told_once_with_what_waits_together()
    {
        var ada = await PersonAsync();
        var address = await AddressAsync(ada);
        Network.Deposit(address, 50_000);
        await MineAndScanAsync(1);
        await MineAndScanAsync(5);
        Network.Deposit(address, 20_000);
        Network.Deposit(address, 20_000);
        await MineAndScanAsync(5);

        var told = (await EventsAsync("DepositBelowMinimum")).Select(payload => JsonDocument.Parse(payload).RootElement).ToArray();
        Assert.That(
            told.Select(payload => (payload.GetProperty("amount").GetInt64(), payload.GetProperty("together").GetInt64(), payload.GetProperty("minimum").GetInt64())),
            Is.EqualTo(new[] { (50_000L, 50_000L, 100_000L), (40_000L, 90_000L, 100_000L) }));
    }

    [Test]
    public async Task Grains_of_dust_that_only_carry_an_advertisement_are_kept_and_not_told()
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada), 999);

        await MineAndScanAsync(5);

        Assert.That(await EventsAsync("DepositBelowMinimum"), Is.Empty);
        Assert.That((await WalletAsync(ada)).BelowMinimum, Is.EqualTo(new Sun(999)));
    }

    [Test]
    public async Task Dust_is_credited_with_the_next_deposit_that_is_large_enough()
    {
        var ada = await PersonAsync();
        var address = await AddressAsync(ada);
        Network.Deposit(address, 50_000);
        Network.Deposit(address, 7);
        await MineAndScanAsync(5);

        Network.Deposit(address, TenTrx);
        await MineAndScanAsync(5);
        await MineAndScanAsync(5);

        var wallet = await WalletAsync(ada);
        Assert.That((wallet.Ad.Value, wallet.BelowMinimum), Is.EqualTo((TenTrx + 50_007, Sun.Zero)));
        Assert.That(
            await Market.Database.RowsAsync("SELECT sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.code LIKE 'user:%/ad'"),
            Is.EqualTo([$"{TenTrx + 50_007}"]));
        var credits = (await EventsAsync("DepositCredited")).Select(payload => JsonDocument.Parse(payload).RootElement).ToArray();
        Assert.That(credits.Where(credit => credit.GetProperty("isCarried").GetBoolean()).Sum(credit => credit.GetProperty("amount").GetInt64()), Is.EqualTo(50_007));
        Assert.That(credits.Single(credit => !credit.GetProperty("isCarried").GetBoolean()).GetProperty("carries").GetInt64(), Is.EqualTo(50_007), "One of them speaks for all.");
    }

    [Test]
    public async Task Dust_is_credited_once_it_reaches_the_minimum_together()
    {
        var ada = await PersonAsync();
        var bob = await PersonAsync();
        var address = await AddressAsync(ada);
        Network.Deposit(address, 60_000);
        Network.Deposit(await AddressAsync(bob), 60_000);
        await MineAndScanAsync(5);
        var alone = await WalletAsync(ada);

        Network.Deposit(address, 39_999);
        await MineAndScanAsync(5);
        var almost = await WalletAsync(ada);
        Network.Deposit(address, 1);
        await MineAndScanAsync(5);
        await MineAndScanAsync(5);

        Assert.That((alone.Ad, almost.Ad, (await WalletAsync(ada)).Ad), Is.EqualTo((Sun.Zero, Sun.Zero, new Sun(100_000))));
        Assert.That((await WalletAsync(bob)).Ad, Is.EqualTo(Sun.Zero));
        Assert.That(await EventsAsync("DepositCredited"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_token_is_credited_in_its_own_asset_and_never_as_coins()
    {
        var ada = await PersonAsync();
        var address = await AddressAsync(ada);
        Network.Deposit(address, 5_000_000, "USDX");

        await MineAndScanAsync(1);
        var seen = await WalletAsync(ada);
        await MineAndScanAsync(5);
        Network.Deposit(address, 999_999, "USDX");
        Network.Deposit(address, 60_000);
        await MineAndScanAsync(5);

        Assert.That((seen.ArrivingDeposits, (await WalletAsync(ada)).Ad), Is.EqualTo((Sun.Zero, Sun.Zero)));
        var balances = await Market.Send(new GetBalances([LedgerAccount.Earn(ada.Value), LedgerAccount.Custody], "USDX"));
        Assert.That(balances.Select(balance => balance.Amount), Is.EqualTo(new[] { 5_000_000L, -5_000_000L }), "What is below the token's minimum waits.");
        Assert.That((await WalletAsync(ada)).BelowMinimum, Is.EqualTo(new Sun(60_000)), "Coins and tokens do not add up.");
        Assert.That(await KnownOnAddressAsync(address), Is.EqualTo(60_000), "It counts coins.");
    }

    [Test]
    public async Task What_the_operator_sends_to_the_house_is_his_capital_and_nobodys_deposit()
    {
        Network.Deposit("addr-hot", TenTrx);
        Network.Deposit("addr-cold", 3 * TenTrx);
        await MineAndScanAsync(5);
        Network.Deposit("addr-hot", TenTrx, fromCold: true);
        await MineAndScanAsync(5);

        Assert.That(await BalanceAsync(LedgerAccount.Capital), Is.EqualTo(4 * TenTrx));
        Assert.That((await BalanceAsync(LedgerAccount.HotCustody), await BalanceAsync(LedgerAccount.ColdCustody)), Is.EqualTo((-2 * TenTrx, -2 * TenTrx)));
        Assert.That(await Market.Database.RowsAsync("SELECT * FROM wallets_deposits"), Is.Empty);
    }

    [Test]
    public async Task What_stands_on_each_address_is_known_credited_or_not()
    {
        var ada = await PersonAsync();
        var bob = await PersonAsync();
        var (first, second) = (await AddressAsync(ada), await AddressAsync(bob));
        for (var i = 0; i < 300; i++)
        {
            Network.Deposit(i % 3 == 0 ? second : first, TenTrx);
        }

        Network.Deposit(first, 7);
        await MineAndScanAsync(1);
        await MineAndScanAsync(5);
        Network.Deposit(first, TenTrx);
        await MineAndScanAsync(5);

        Assert.That((await KnownOnAddressAsync(first), await KnownOnAddressAsync(second)), Is.EqualTo(((201 * TenTrx) + 7, 100 * TenTrx)));
        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo((201 * TenTrx) + 7));
    }

    [Test]
    public async Task A_deposit_whose_block_vanished_is_orphaned_and_never_credited()
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada), TenTrx);
        await MineAndScanAsync(2);

        Network.Fork(depth: 3, drop: true);
        await MineAndScanAsync(10);

        var wallet = await WalletAsync(ada);
        Assert.That((wallet.Ad, wallet.ArrivingDeposits), Is.EqualTo((Sun.Zero, Sun.Zero)));
        Assert.That(await Market.Database.RowsAsync("SELECT state FROM wallets_deposits"), Is.EqualTo(["2"]));
        Assert.That(await EventsAsync("DepositDropped"), Has.Count.EqualTo(1), "What was told is taken back, once.");
    }

    [Test]
    public async Task A_deposit_that_comes_back_in_another_block_is_told_again_and_credited_once()
    {
        var ada = await PersonAsync();
        var address = await AddressAsync(ada);
        Network.Deposit(address, TenTrx);
        Network.Deposit(address, 7);
        await MineAndScanAsync(1);
        Network.Fork(depth: 1, drop: false);
        var withoutIt = true;
        Network.Distort = reading => withoutIt ? reading with { Unconfirmed = [] } : reading;
        await MineAndScanAsync(1);
        Assert.That((await WalletAsync(ada)).ArrivingDeposits, Is.EqualTo(Sun.Zero), "It stands in no block now.");

        withoutIt = false;
        await MineAndScanAsync(1);
        await MineAndScanAsync(10);

        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo(TenTrx + 7));
        Assert.That(await EventsAsync("DepositDropped"), Has.Count.EqualTo(1));
        Assert.That(await EventsAsync("DepositSeen"), Has.Count.EqualTo(2));
        Assert.That(await EventsAsync("DepositCredited"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_node_that_is_some_blocks_behind_takes_no_deposit_back()
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada), TenTrx);
        await MineAndScanAsync(1);

        Network.Distort = reading => reading with { Head = reading.Head - 1, Unconfirmed = [] };
        await MineAndScanAsync(0);

        Assert.That((await WalletAsync(ada)).ArrivingDeposits.Value, Is.EqualTo(TenTrx));
        Assert.That(await EventsAsync("DepositDropped"), Is.Empty);
    }

    [Test]
    public async Task The_list_of_deposits_says_how_far_each_is()
    {
        var ada = await PersonAsync();
        var (ads, earnings) = (await AddressAsync(ada), await AddressAsync(ada, DepositTarget.Earn));
        var dropped = Network.Deposit(earnings, TenTrx);
        await MineAndScanAsync(1);
        Network.Fork(depth: 1, drop: true);
        await MineAndScanAsync(1);
        Market.Clock.Advance(TimeSpan.FromSeconds(1));
        var dust = Network.Deposit(ads, 7);
        await MineAndScanAsync(5);
        Market.Clock.Advance(TimeSpan.FromSeconds(1));
        var token = Network.Deposit(ads, 5_000_000, "USDX");
        await MineAndScanAsync(5);
        Market.Clock.Advance(TimeSpan.FromSeconds(1));
        var fresh = Network.Deposit(earnings, 2 * TenTrx);
        await MineAndScanAsync(2);

        var page = await Market.Send(new GetDeposits(ada));

        Assert.That(
            page.Deposits.Select(deposit => (deposit.TransactionId, deposit.State, deposit.Confirmations, deposit.Asset.Code, deposit.Target)),
            Is.EqualTo(new[]
            {
                (fresh, DepositState.Seen, 2, "TRX", DepositTarget.Earn),
                (token, DepositState.Credited, FakeNetwork.SolidDepth + 1, "USDX", DepositTarget.Earn),
                (dust, DepositState.BelowMinimum, FakeNetwork.SolidDepth + 1, "TRX", DepositTarget.Ad),
                (dropped, DepositState.Orphaned, 0, "TRX", DepositTarget.Earn),
            }));
        Assert.That(page.Deposits.Select(deposit => deposit.Needed), Has.All.EqualTo(FakeNetwork.SolidDepth + 1));
        var second = await Market.Send(new GetDeposits(ada, Page: 1, PageSize: 3));
        Assert.That((second.Page, second.Pages, second.Deposits.Single().TransactionId), Is.EqualTo((1, 2, dropped)));
        Assert.That((await Market.Send(new GetDeposits(await PersonAsync()))).Deposits, Is.Empty);
    }

    [Test]
    public async Task An_impossible_fork_halts_crediting_aloud_until_the_chain_agrees_again()
    {
        var ada = await PersonAsync();
        await MineAndScanAsync(5);
        Network.Deposit(await AddressAsync(ada), TenTrx);
        Network.Mine(8);
        var lies = true;
        Network.Distort = reading => lies ? throw new ImpossibleForkException("block 12 has another id") : reading;

        await Market.RunWorkUntilIdleAsync(Scan);
        Assert.That((await WalletAsync(ada)).Ad, Is.EqualTo(Sun.Zero));
        Assert.That(Market.Logs.Lines, Has.Some.StartsWith("Error").And.Contains("ALARM").And.Contains("block 12 has another id"));

        lies = false;
        await Market.RunWorkUntilIdleAsync(Scan);
        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo(TenTrx));
    }

    [Test]
    public async Task A_fork_below_the_cursor_credits_nothing_more()
    {
        var ada = await PersonAsync();
        await MineAndScanAsync(5);
        Network.Fork(depth: FakeNetwork.SolidDepth + 2, drop: true);
        Network.Deposit(await AddressAsync(ada), TenTrx);

        await MineAndScanAsync(20);

        Assert.That((await WalletAsync(ada)).Ad, Is.EqualTo(Sun.Zero));
        Assert.That(Market.Logs.Lines, Has.Some.Contains("ALARM"));
    }

    private static readonly TestCaseData[] Lies =
    [
        new TestCaseData((Func<IncomingTransfer, IncomingTransfer>)(transfer => transfer with { Amount = -1 })).SetArgDisplayNames("a negative amount"),
        new TestCaseData((Func<IncomingTransfer, IncomingTransfer>)(transfer => transfer with { BlockNumber = 1 })).SetArgDisplayNames("a block long passed"),
        new TestCaseData((Func<IncomingTransfer, IncomingTransfer>)(transfer => transfer with { BlockNumber = 9_999 })).SetArgDisplayNames("a block to come"),
        new TestCaseData((Func<IncomingTransfer, IncomingTransfer>)(transfer => transfer with { Address = "addr-stranger" })).SetArgDisplayNames("nobody's address"),
        new TestCaseData((Func<IncomingTransfer, IncomingTransfer>)(transfer => transfer with { Amount = transfer.Amount * 2 })).SetArgDisplayNames("another amount than was seen"),
    ];

    [TestCaseSource(nameof(Lies))]
    public async Task A_network_that_lies_credits_nothing_and_is_found_out(Func<IncomingTransfer, IncomingTransfer> lie)
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada), TenTrx);
        await MineAndScanAsync(1);
        Network.Distort = reading => reading with { Solid = [.. reading.Solid.Select(lie)] };

        await MineAndScanAsync(5);
        Assert.That((await WalletAsync(ada)).Ad, Is.EqualTo(Sun.Zero));
        Assert.That(Market.Logs.Lines, Has.Some.Contains("ALARM"));

        Network.Distort = reading => reading;
        await Market.RunWorkUntilIdleAsync(Scan);
        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo(TenTrx), "The cursor stood still: nothing was skipped.");
    }

    [Test]
    public async Task A_network_that_does_not_answer_loses_nothing()
    {
        var ada = await PersonAsync();
        Network.Deposit(await AddressAsync(ada), TenTrx);
        Network.Mine(20);
        for (var i = 0; i < 3; i++)
        {
            Network.Plan(Moment.BeforeReading, new HttpRequestException("connection refused"));
            Assert.That(await Market.RunWorkAsync(Scan), Is.False);
        }

        await Market.RunWorkUntilIdleAsync(Scan);

        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo(TenTrx));
        Assert.That(Market.Logs.Lines.Count(line => line.Contains("can not be read", StringComparison.Ordinal)), Is.EqualTo(1), "Said once, not at each try.");
    }

    [Test]
    public async Task After_an_outage_every_block_is_read()
    {
        var ada = await PersonAsync();
        var address = await AddressAsync(ada);
        for (var i = 0; i < 30; i++)
        {
            Network.Deposit(address, TenTrx);
            Network.Mine(3);
        }

        Network.BlocksPerReading = 7;
        Network.Mine(FakeNetwork.SolidDepth);
        await Market.RunWorkUntilIdleAsync(Scan);

        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo(30 * TenTrx));
    }

    [Test]
    public async Task Two_scanners_at_once_credit_once()
    {
        var ada = await PersonAsync();
        await using var other = Market.AnotherProcess();
        for (var i = 0; i < 10; i++)
        {
            Network.Deposit(await AddressAsync(ada), TenTrx);
            Network.Mine(5);
            await Task.WhenAll(
                Task.Run(() => Market.RunWorkUntilIdleAsync(Scan)), Task.Run(() => other.RunWorkUntilIdleAsync(Scan)));
        }

        await MineAndScanAsync(5);
        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo(10 * TenTrx));
    }

    [Test]
    public async Task An_address_handed_out_while_blocks_are_read_is_not_passed_over()
    {
        var ada = await PersonAsync();
        // The worst order: the blocks were fetched, then the address was shown and paid, and the scanner went on only much later.
        Network.Plan(Moment.BeforeReading, action: async () => Network.Deposit(await AddressAsync(ada), TenTrx));
        Network.Mine(5);

        Assert.That(await Market.RunWorkAsync(Scan), Is.True, "The reading is thrown away and made again.");
        await MineAndScanAsync(5);

        Assert.That((await WalletAsync(ada)).Ad.Value, Is.EqualTo(TenTrx));
    }

    [Test]
    public async Task One_person_keeps_one_address_however_often_and_at_once_it_is_asked()
    {
        var ada = await PersonAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AddressAsync(ada))));

        Assert.That(opened.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Addresses_are_numbered_without_a_gap()
    {
        var persons = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PersonAsync()));

        var opened = await Task.WhenAll(persons.Select(person => Task.Run(() => AddressAsync(person))));

        Assert.That(opened, Is.EquivalentTo(Enumerable.Range(0, 20).Select(index => $"addr-deposit-{index}")));
        Assert.That(await Market.Database.RowsAsync("SELECT addresses FROM wallets_cursors"), Is.EqualTo(["20"]));
    }

    [Test]
    public async Task No_address_is_shown_before_the_chain_was_looked_at()
    {
        await using var fresh = await TestMarketplace.StartAsync(Engine, Install);
        var ada = (await fresh.Send(new RegisterAccount(new Identity("telegram", "ada")))).Require().Id;

        Assert.That((await fresh.Send(new OpenDepositAddress(ada))).Error, Is.EqualTo(WalletErrors.NetworkNotReady));

        await fresh.RunWorkAsync(Scan);
        Assert.That((await fresh.Send(new OpenDepositAddress(ada))).Succeeded);
    }

    [Test]
    public async Task Banned_and_unknown_people_get_no_address()
    {
        var boss = await PersonAsync("boss");
        var ada = await PersonAsync();
        await Market.Send(new BanAccount(boss, ada, Banned: true));

        Assert.That((await Market.Send(new OpenDepositAddress(ada))).Error, Is.EqualTo(AccountErrors.Banned));
        Assert.That((await Market.Send(new OpenDepositAddress(AccountId.From(Guid.Empty)))).Error, Is.EqualTo(AccountErrors.NotFound));
    }

    private async Task<string> AddressAsync(AccountId person, DepositTarget target = DepositTarget.Ad) =>
        (await Market.Send(new OpenDepositAddress(person, target))).Require().Address;

    private async Task<long> KnownOnAddressAsync(string address) =>
        long.Parse((await Market.Database.RowsAsync($"SELECT balance FROM wallets_addresses WHERE address = '{address}'")).Single(), System.Globalization.CultureInfo.InvariantCulture);
}
