using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets.Tests;

internal sealed class SweepsOnSqlite : SweepSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class SweepsOnPostgreSql : SweepSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

internal abstract class SweepSuite : WalletSuite
{
    private const string Sweeping = "wallets.sweep";
    private const string Reconciling = "wallets.reconcile";
    private const string Hot = "addr-hot";
    private const string Cold = "addr-cold";
    private static readonly long Hundred = Sun.FromTrx(100).Value;

    [Test]
    public async Task A_full_deposit_address_is_emptied_into_the_hot_wallet_and_the_books_follow()
    {
        await EarnerAsync(100);

        await SweepUntilSettledAsync();

        Assert.That(Network.Payments.Select(payment => (payment.Source, payment.Address, payment.Amount)), Is.EqualTo([("addr-deposit-0", Hot, Hundred - FakeNetwork.NetworkFee)]));
        Assert.That(await StatesAsync(), Is.EqualTo(["2"]));
        Assert.That(await BalanceAsync(LedgerAccount.Custody), Is.Zero);
        Assert.That(await BalanceAsync(LedgerAccount.HotCustody), Is.EqualTo(-(Hundred - FakeNetwork.NetworkFee)));
        Assert.That(await BalanceAsync(LedgerAccount.NetworkFees), Is.EqualTo(-FakeNetwork.NetworkFee));
        Assert.That(await KnownAsync(0), Is.Zero);
        await AgreesWithTheChainAsync();
    }

    [Test]
    public async Task What_does_not_pay_for_its_movement_stays()
    {
        await EarnerAsync(19);
        await EarnerAsync(20);

        await SweepUntilSettledAsync();

        Assert.That(Network.Payments.Select(payment => payment.Source), Is.EqualTo(["addr-deposit-1"]));
        Assert.That(await KnownAsync(0), Is.EqualTo(Sun.FromTrx(19).Value));
        await AgreesWithTheChainAsync();
    }

    [Test]
    public async Task A_deposit_that_comes_while_its_address_is_swept_stays_for_the_next_time()
    {
        var bob = await EarnerAsync(100);
        await Market.RunWorkAsync(Sweeping);
        Network.Deposit("addr-deposit-0", Hundred);
        await MineAndScanAsync(FakeNetwork.SolidDepth + 1);

        await Market.RunWorkAsync(Sweeping);

        Assert.That(await StatesAsync(), Is.EqualTo(["2", "1"]), "Settled in one run, and the next one begun.");
        await SweepUntilSettledAsync();
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(200)));
        Assert.That(Network.BalanceOf(Hot), Is.EqualTo(2 * (Hundred - FakeNetwork.NetworkFee)));
        await AgreesWithTheChainAsync();
    }

    [TestCase(Moment.BeforeSigning)]
    [TestCase(Moment.AfterSigning)]
    [TestCase(Moment.BeforeSending)]
    [TestCase(Moment.AfterSending)]
    public async Task A_process_that_dies_at_any_moment_moves_the_coins_once(Moment moment)
    {
        await EarnerAsync(100);
        Network.Plan(moment, new TimeoutException("the process died"));
        await Market.RunWorkAsync(Sweeping);
        await using var other = Market.AnotherProcess();

        await other.RunWorkAsync(Sweeping);
        await SweepUntilSettledAsync();

        Assert.That(Network.Payments.Select(payment => payment.Amount), Is.EqualTo([Hundred - FakeNetwork.NetworkFee]));
        Assert.That(await StatesAsync(), Is.EqualTo(["2"]));
        await AgreesWithTheChainAsync();
    }

    [Test]
    public async Task Bytes_that_are_lost_are_sent_again_and_replaced_only_when_they_are_dead()
    {
        await EarnerAsync(100);
        Network.LosesPayments = true;
        for (var block = 0; block < FakeNetwork.Lifetime; block++)
        {
            await Market.RunWorkAsync(Sweeping);
            Network.Mine();
        }

        Assert.That(Network.Signed, Is.EqualTo(1), "The same bytes, as long as a block could take them.");
        Assert.That(Network.Sent, Is.EqualTo(FakeNetwork.Lifetime));

        Network.LosesPayments = false;
        Network.Mine(FakeNetwork.SolidDepth + 1);
        await SweepUntilSettledAsync();

        Assert.That(Network.Signed, Is.EqualTo(2));
        Assert.That(await StatesAsync(), Is.EqualTo(["4", "2"]));
        Assert.That(Network.Payments, Has.Count.EqualTo(1));
        await AgreesWithTheChainAsync();
    }

    [Test]
    public async Task One_that_fails_in_its_block_costs_its_fee_and_rests_before_it_is_tried_again()
    {
        await EarnerAsync(100);
        Network.FailsPayments = true;
        await SweepUntilSettledAsync();

        Assert.That(await StatesAsync(), Is.EqualTo(["3"]));
        Assert.That(await KnownAsync(0), Is.EqualTo(Hundred - FakeNetwork.NetworkFee));
        Assert.That(await BalanceAsync(LedgerAccount.Custody), Is.EqualTo(-(Hundred - FakeNetwork.NetworkFee)));
        await AgreesWithTheChainAsync();

        Network.FailsPayments = false;
        await Market.RunWorkAsync(Sweeping);
        Assert.That(Network.Signed, Is.EqualTo(1), "It rests.");

        Market.Clock.Advance(TimeSpan.FromHours(2));
        await SweepUntilSettledAsync();
        Assert.That(await StatesAsync(), Is.EqualTo(["3", "2"]));
        await AgreesWithTheChainAsync();
    }

    [Test]
    public async Task A_signer_that_does_not_answer_is_told_of_once_and_nothing_moves()
    {
        await EarnerAsync(100);
        await EarnerAsync(100);
        Network.Refusal = _ => new Error("signer.away");
        await Market.RunWorkAsync(Sweeping);
        await Market.RunWorkAsync(Sweeping);

        Assert.That(Market.Logs.Lines.Count(line => line.Contains("signer.away", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(await StatesAsync(), Is.Empty);

        Network.Refusal = _ => null;
        await SweepUntilSettledAsync();
        Assert.That(await StatesAsync(), Is.EqualTo(["2", "2"]));
    }

    [Test]
    public async Task So_many_are_on_their_way_at_once_and_the_fullest_go_first()
    {
        for (var i = 0; i < 23; i++)
        {
            await EarnerAsync(100 + i);
        }

        await Market.RunWorkAsync(Sweeping);
        Assert.That(Network.Signed, Is.EqualTo(20));
        Network.Mine();
        Assert.That(Network.Payments.Min(payment => payment.Amount), Is.EqualTo(Sun.FromTrx(103).Value - FakeNetwork.NetworkFee));

        await SweepUntilSettledAsync();
        Assert.That(Network.Payments, Has.Count.EqualTo(23));
        await AgreesWithTheChainAsync();
    }

    [Test]
    public async Task Two_hosts_at_once_sign_one_sweep()
    {
        await EarnerAsync(100);
        await using var other = Market.AnotherProcess();
        Network.Plan(Moment.AfterSigning, action: () => other.RunWorkAsync(Sweeping));

        await Market.RunWorkAsync(Sweeping);
        await SweepUntilSettledAsync();

        Assert.That(Network.Signed, Is.EqualTo(2), "Both signed; the bytes of one were stored.");
        Assert.That(Network.Payments, Has.Count.EqualTo(1));
        Assert.That(await StatesAsync(), Is.EqualTo(["2"]));
    }

    [Test]
    public async Task What_is_too_much_for_the_hot_wallet_goes_to_the_cold_one_but_never_what_withdrawals_need()
    {
        var bob = await EarnerAsync(10_000);
        await SweepUntilSettledAsync();
        Network.Deposit(Hot, Sun.FromTrx(55_000).Value);
        await MineAndScanAsync(FakeNetwork.SolidDepth + 1);
        Assert.That(await BalanceAsync(LedgerAccount.HotCustody), Is.LessThan(-Sun.FromTrx(50_000).Value));
        (await Market.Send(new RequestWithdrawal(bob, "addr-home", Sun.FromTrx(10_000)))).Require();
        await SweepUntilSettledAsync();
        var promised = Sun.FromTrx(10_000).Value;
        var hot = Sun.FromTrx(65_000).Value - FakeNetwork.NetworkFee;

        Assert.That(Network.Payments.Where(payment => payment.Address == Cold).Select(payment => payment.Amount), Is.EqualTo([hot - promised - Sun.FromTrx(20_000).Value]));
        Assert.That(await BalanceAsync(LedgerAccount.ColdCustody), Is.EqualTo(-(hot - promised - Sun.FromTrx(20_000).Value)));
        await AgreesWithTheChainAsync();
    }

    [Test]
    public async Task Below_its_ceiling_the_hot_wallet_keeps_what_it_has()
    {
        Network.Deposit(Hot, Sun.FromTrx(50_000).Value);
        await MineAndScanAsync(FakeNetwork.SolidDepth + 1);

        await SweepUntilSettledAsync();

        Assert.That(Network.Signed, Is.Zero);
    }

    [Test]
    public async Task A_sweep_that_is_ahead_of_the_scanner_waits_for_it()
    {
        await EarnerAsync(100);
        Network.Deposit("addr-deposit-0", Hundred);
        Network.Mine(FakeNetwork.SolidDepth + 1);
        await Market.RunWorkAsync(Sweeping);
        Network.Mine(FakeNetwork.SolidDepth + 1);

        await Market.RunWorkAsync(Sweeping);
        Assert.That(await StatesAsync(), Is.EqualTo(["1"]), "Two hundred left the address; one is booked.");

        await MineAndScanAsync(1);
        await SweepUntilSettledAsync();
        Assert.That(await StatesAsync(), Is.EqualTo(["2"]));
        await AgreesWithTheChainAsync();
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Whatever_fails_at_random_the_books_end_as_the_chain(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 6; i++)
        {
            await EarnerAsync(random.Next(15, 300));
        }

        for (var round = 0; round < 150; round++)
        {
            if (random.Next(2) == 0)
            {
                Network.Plan((Moment)random.Next((int)Moment.BeforeSigning, (int)Moment.AfterSending + 1), new TimeoutException("lost"));
            }

            if (random.Next(5) == 0)
            {
                Network.Deposit($"addr-deposit-{random.Next(6)}", Sun.FromTrx(random.Next(1, 60)).Value);
            }

            Network.LosesPayments = random.Next(3) == 0;
            Network.FailsPayments = random.Next(8) == 0;
            await Market.RunWorkAsync(Sweeping);
            Network.Mine(random.Next(1, 4));
            await Market.RunWorkUntilIdleAsync(Scan);
            Market.Clock.Advance(TimeSpan.FromMinutes(random.Next(1, 90)));
        }

        (Network.LosesPayments, Network.FailsPayments) = (false, false);
        for (var i = 0; i < 10; i++)
        {
            // What was planned and did not come is used up, too.
            Market.Clock.Advance(TimeSpan.FromHours(2));
            await SweepUntilSettledAsync();
        }

        Assert.That(await Market.Database.CountAsync("SELECT COUNT(*) FROM wallets_addresses WHERE balance >= 20000000"), Is.Zero);
        await AgreesWithTheChainAsync();
    }

    [Test]
    public async Task A_comparison_with_the_chain_is_kept_and_made_once_a_day()
    {
        await EarnerAsync(100);
        await Market.RunWorkAsync(Reconciling);
        await Market.RunWorkAsync(Reconciling);
        Assert.That(await Market.Database.CountAsync("SELECT COUNT(*) FROM wallets_custody_checks"), Is.EqualTo(1));

        Market.Clock.Advance(TimeSpan.FromDays(1));
        await Market.RunWorkAsync(Reconciling);

        Assert.That(await Market.Database.CountAsync("SELECT COUNT(*) FROM wallets_custody_checks"), Is.EqualTo(2));
        var last = (await Market.Send(new GetLastCustodyCheck()))!;
        Assert.That((last.Deposits.Booked, last.Deposits.Found, last.Addresses, last.Shortfall), Is.EqualTo((Hundred, Hundred, 1, 0)));
    }

    [TestCase("addr-deposit-1", 1)]
    [TestCase(Hot, 5)]
    public async Task Coins_that_are_gone_raise_the_alarm_and_the_health_page_says_so(string address, long gone)
    {
        await EarnerAsync(100);
        await EarnerAsync(200);
        Network.Deposit(Hot, Hundred);
        await MineAndScanAsync(FakeNetwork.SolidDepth + 1);
        Network.Stolen[address] = gone;

        await Market.RunWorkAsync(Reconciling);

        Assert.That((await Market.Send(new GetLastCustodyCheck()))!.Shortfall, Is.EqualTo(gone));
        Assert.That(Market.Logs.Lines, Has.Some.Contains("ALARM"));
        Assert.That(await Market.FindViolationsAsync(), Has.Some.Contains("The chain has what the books say"));

        Network.Stolen.Clear();
        Market.Clock.Advance(TimeSpan.FromDays(1));
        await Market.RunWorkAsync(Reconciling);
        Assert.That(await Market.FindViolationsAsync(), Is.Empty);
    }

    [Test]
    public async Task What_is_more_than_booked_is_told_and_makes_up_for_nothing()
    {
        await EarnerAsync(100);
        await EarnerAsync(200);
        Network.Deposit("addr-deposit-0", 500);
        Network.Mine(FakeNetwork.SolidDepth + 1);
        Network.Stolen["addr-deposit-1"] = 7;

        var report = await Market.Send(new CheckCustody());

        Assert.That((report.Deposits.Surplus, report.Shortfall), Is.EqualTo((493L, 7L)));
    }

    [Test]
    public async Task What_is_on_its_way_is_not_missing()
    {
        var bob = await EarnerAsync(100);
        await EarnerAsync(200);
        Network.Deposit(Hot, Hundred);
        await MineAndScanAsync(FakeNetwork.SolidDepth + 1);
        (await Market.Send(new RequestWithdrawal(bob, "addr-home", Sun.FromTrx(50)))).Require();
        await Market.RunWorkAsync(Push);
        await Market.RunWorkAsync(Sweeping);
        Network.Mine(FakeNetwork.SolidDepth + 1);

        var report = await Market.Send(new CheckCustody());

        Assert.That(report.Deposits.Found, Is.Zero, "The coins have left, and our books do not know it yet.");
        Assert.That(report.Shortfall, Is.Zero);
    }

    [Test]
    public async Task A_node_behind_the_books_is_not_compared_with_them()
    {
        await EarnerAsync(100);
        await Market.Database.ExecuteAsync("UPDATE wallets_cursors SET block_number = block_number + 5");

        Assert.That(async () => await Market.Send(new CheckCustody()), Throws.TypeOf<CustodyUnreadException>());
        Assert.That((await Market.Send(new TakeSolvencySnapshot())).Error, Is.EqualTo(WalletErrors.NetworkUnavailable));
        await Market.RunWorkAsync(Reconciling);
        Assert.That(await Market.Send(new GetLastCustodyCheck()), Is.Null);
    }

    [TestCase(0, 20, 10)]
    [TestCase(1, 10, 10)]
    public void Rules_that_contradict_each_other_stop_the_start(long threshold, long ceiling, long target)
    {
        Assert.That(
            async () => await TestMarketplace.StartAsync(Engine, services => Install(services.AddMarketplaceWallets(rules =>
                (rules.SweepThreshold, rules.HotCeiling, rules.HotTarget) = (new(threshold), new(ceiling), new(target))))),
            Throws.TypeOf<OptionsValidationException>());
    }

    private async Task SweepUntilSettledAsync()
    {
        for (var turn = 0; turn < 6; turn++)
        {
            await Market.RunWorkAsync(Sweeping);
            Network.Mine(FakeNetwork.SolidDepth + 1);
            await Market.RunWorkUntilIdleAsync(Scan);
            await Market.RunWorkAsync(Sweeping);
        }
    }

    /// <summary>Place by place, to the last sun.</summary>
    private async Task AgreesWithTheChainAsync()
    {
        await Market.RunWorkUntilIdleAsync(Scan);
        var report = await Market.Send(new CheckCustody());
        Assert.That(report.Deposits, Is.EqualTo(new CustodyPlace(report.Deposits.Booked, report.Deposits.Booked, 0, 0)));
        Assert.That(report.Hot!.Found, Is.EqualTo(report.Hot.Booked));
        Assert.That(report.Cold!.Found, Is.EqualTo(report.Cold.Booked));
    }

    private Task<IReadOnlyList<string>> StatesAsync() => Market.Database.RowsAsync("SELECT state FROM wallets_sweeps ORDER BY id");

    private Task<long> KnownAsync(int address) => Market.Database.CountAsync($"SELECT balance FROM wallets_addresses WHERE address_index = {address}");
}
