using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Tron.Devnet;
using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Tests;

internal sealed class PayoutTests : PaymentsTest
{
    private static readonly Sun Arrives = new(Sun.FromTrx(20).Value - 1_500_000 - 1_100_000);

    [Test]
    public async Task A_withdrawal_arrives_once_and_the_books_agree_with_the_chain()
    {
        var bob = await EarnerAsync(100);
        await WithdrawAsync(bob, 20);
        var hotBefore = Chain.BalanceSun(Hot);

        await PushAndMineAsync(Solidity + 2);

        var settled = await NewestAsync(bob);
        Assert.That(settled.State, Is.EqualTo(WithdrawalState.Settled));
        Assert.That(Payouts().Select(payout => (payout.TransactionId, payout.To, payout.AmountSun)), Is.EqualTo([(settled.TransactionId, Home.Address, Arrives.Value)]));
        var spent = hotBefore - Chain.BalanceSun(Hot);
        Assert.That(spent, Is.EqualTo(Arrives.Value + 1_100_000), "A new recipient costs 1.1 TRX.");
        Assert.That(await BalanceAsync(LedgerAccount.Custody), Is.EqualTo(-Sun.FromTrx(100).Value));
        Assert.That(await BalanceAsync(LedgerAccount.HotCustody), Is.EqualTo(-Sun.FromTrx(200).Value + spent));
        Assert.That(await BalanceAsync(LedgerAccount.Capital), Is.EqualTo(Sun.FromTrx(200).Value));
        Assert.That(await BalanceAsync(LedgerAccount.Withdrawals), Is.EqualTo(1_500_000), "The recipient paid for being new.");
    }

    [Test]
    public async Task Withdrawals_of_one_amount_to_one_address_at_one_moment_are_different_payments()
    {
        var bob = await EarnerAsync(100);
        await WithdrawAsync(bob, 20);
        await WithdrawAsync(bob, 20);
        await WithdrawAsync(bob, 20);

        await PushAndMineAsync(Solidity + 2);

        Assert.That(Payouts().Select(payout => payout.TransactionId).Distinct().Count(), Is.EqualTo(3));
        Assert.That(Chain.BalanceSun(Home.Address), Is.EqualTo(3 * Arrives.Value));
        Assert.That((await Market.Send(new GetWallet(bob))).Earn, Is.EqualTo(Sun.FromTrx(40) + new Sun(2 * 1_100_000)), "The address was opened once.");
    }

    [TestCase("SERVER_BUSY")]
    [TestCase("DUP_TRANSACTION_ERROR")]
    [TestCase("BANDWITH_ERROR")]
    [TestCase("CONTRACT_VALIDATE_ERROR")]
    [TestCase("TAPOS_ERROR")]
    [TestCase("OTHER_ERROR")]
    [TestCase("SIGERROR")]
    public async Task A_refused_broadcast_decides_nothing(string code)
    {
        var bob = await EarnerAsync(100);
        await WithdrawAsync(bob, 20);
        Chain.AddFault(new DevnetFault { Kind = DevnetFaultKind.Refuse, Code = code });

        await PushAsync();
        Assert.That((await NewestAsync(bob)).State, Is.EqualTo(WithdrawalState.Broadcast));
        await PushAndMineAsync(Solidity + 3);

        Assert.That((await NewestAsync(bob)).State, Is.EqualTo(WithdrawalState.Settled));
        Assert.That(Payouts().Count(), Is.EqualTo(1));
    }

    [TestCase(DevnetFaultKind.TimeoutAfterAcceptance)]
    [TestCase(DevnetFaultKind.AcceptedThenLost)]
    [TestCase(DevnetFaultKind.Status)]
    [TestCase(DevnetFaultKind.CutJson)]
    public async Task An_answer_that_is_lost_or_untrue_never_pays_twice(DevnetFaultKind fault)
    {
        Chain.ConfigureEndpoint(TronDevnet.MainEndpoint, transactionCache: false);
        var bob = await EarnerAsync(100);
        await WithdrawAsync(bob, 20);
        Chain.AddFault(new DevnetFault { Kind = fault, Path = "/wallet/broadcast" });

        await PushAndMineAsync(Solidity + 4);

        Assert.That((await NewestAsync(bob)).State, Is.EqualTo(WithdrawalState.Settled));
        Assert.That(Payouts().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Lost_for_good_it_is_signed_anew_only_after_a_solid_block_is_past_its_expiration()
    {
        var bob = await EarnerAsync(100);
        await WithdrawAsync(bob, 20);
        Chain.AddFault(new DevnetFault { Kind = DevnetFaultKind.AcceptedThenLost, Count = null });
        await PushAsync();
        var first = (await NewestAsync(bob)).TransactionId;

        // 90 s of life and 54 s until a block is solid, in blocks of 3 s.
        for (var block = 0; block < 47; block++)
        {
            Mine(1);
            await PushAsync();
            Assert.That((await NewestAsync(bob)).TransactionId, Is.EqualTo(first), $"After {block + 1} blocks it may still be somewhere.");
        }

        Chain.ClearFaults();
        await PushAndMineAsync(Solidity + 6);

        var settled = await NewestAsync(bob);
        Assert.That(settled.State, Is.EqualTo(WithdrawalState.Settled));
        Assert.That(settled.TransactionId, Is.Not.EqualTo(first));
        Assert.That(Payouts().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task One_node_alone_does_not_declare_a_payment_dead_where_two_are_configured()
    {
        var bob = await EarnerAsync(100);
        await WithdrawAsync(bob, 20);
        Chain.AddFault(new DevnetFault { Kind = DevnetFaultKind.AcceptedThenLost, Count = null });
        Chain.ConfigureEndpoint("second", lagBlocks: 40);
        await using var careful = Market.AnotherProcess(services => Install(services, "/", "/nodes/second/"));
        await ConnectAsync(careful);
        await careful.RunWorkAsync("wallets.push-withdrawals");
        Mine(80);
        Chain.ConfigureEndpoint("second", lagBlocks: 70);

        await careful.RunWorkAsync("wallets.push-withdrawals");
        Assert.That((await NewestAsync(bob)).State, Is.EqualTo(WithdrawalState.Broadcast));

        Chain.ConfigureEndpoint("second", lagBlocks: 0);
        for (var turn = 0; turn < 20 && (await NewestAsync(bob)).State == WithdrawalState.Broadcast; turn++)
        {
            // A node that was too busy to be compared at first is looked at again after a while.
            Market.Clock.Advance(TimeSpan.FromSeconds(16));
            await careful.RunWorkAsync("wallets.push-withdrawals");
        }

        Assert.That((await NewestAsync(bob)).State, Is.EqualTo(WithdrawalState.Approved));
    }

    [Test]
    public async Task A_payment_in_a_block_that_a_fork_undid_is_sent_again_and_paid_once()
    {
        var bob = await EarnerAsync(100);
        await WithdrawAsync(bob, 20);
        await PushAsync();
        Mine(2);
        Assert.That(Payouts().Count(), Is.EqualTo(1));

        Assert.That(Chain.Fork(depth: 2, dropTransactions: true));
        Assert.That(Payouts().Count(), Is.Zero);
        await PushAndMineAsync(Solidity + 3);

        Assert.That((await NewestAsync(bob)).State, Is.EqualTo(WithdrawalState.Settled));
        Assert.That(Payouts().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_hot_wallet_without_enough_waits_aloud_and_pays_when_it_is_filled()
    {
        var bob = await EarnerAsync(100, funded: false);
        await WithdrawAsync(bob, 20);
        await PushAndMineAsync(2);
        Assert.That((await NewestAsync(bob)).State, Is.EqualTo(WithdrawalState.Approved));
        Assert.That(Market.Logs.Lines, Has.Some.Contains("wallets.source_too_low").And.Contains(Hot.ToString()));

        Give(Hot, 50);
        await PushAndMineAsync(Solidity + 3);

        Assert.That((await NewestAsync(bob)).State, Is.EqualTo(WithdrawalState.Settled));
    }

    [Test]
    public async Task A_contract_is_refused_when_it_is_asked_for()
    {
        var bob = await EarnerAsync(100);

        var quoted = await Market.Send(new QuoteWithdrawal(bob, Chain.TokenAddress.ToString(), null));
        var asked = await Market.Send(new RequestWithdrawal(bob, Chain.TokenAddress.ToString(), Sun.FromTrx(20)));

        Assert.That(new[] { quoted.Error, asked.Error }, Is.All.EqualTo(WalletErrors.BadAddress.With("reason", "contract")));
        Assert.That((await Market.Send(new GetWallet(bob))).Earn, Is.EqualTo(Sun.FromTrx(100)));
    }

    [Test]
    public async Task What_a_new_address_costs_is_the_network_s_price_and_an_old_one_costs_nothing_more()
    {
        var bob = await EarnerAsync(100);
        var before = (await Market.Send(new QuoteWithdrawal(bob, Home.Address.ToString(), Sun.FromTrx(20)))).Require();
        Give(Home.Address, 1);
        Mine(1);
        var after = (await Market.Send(new QuoteWithdrawal(bob, Home.Address.ToString(), Sun.FromTrx(20)))).Require();

        Assert.That((before.ActivationFee, before.Receives), Is.EqualTo((new Sun(1_100_000), Arrives)));
        Assert.That((after.ActivationFee, after.Receives), Is.EqualTo((Sun.Zero, Sun.FromTrx(20) - after.Fee)));
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task Whatever_goes_wrong_at_random_each_withdrawal_is_paid_once(int seed)
    {
        var random = new Random(seed);
        DevnetFaultKind[] kinds =
        [
            DevnetFaultKind.Status, DevnetFaultKind.CutJson, DevnetFaultKind.Empty, DevnetFaultKind.RateLimited,
            DevnetFaultKind.Refuse, DevnetFaultKind.AcceptedThenLost,
        ];
        var bob = await EarnerAsync(200);
        for (var i = 0; i < 6; i++)
        {
            await WithdrawAsync(bob, 20);
        }

        for (var round = 0; round < 200 && (await Market.Send(new GetWithdrawals(bob))).Any(view => view.State < WithdrawalState.Settled); round++)
        {
            if (random.Next(2) == 0)
            {
                Chain.AddFault(new DevnetFault { Kind = kinds[random.Next(kinds.Length)], Path = random.Next(2) == 0 ? "/wallet" : "/wallet/broadcast", Count = random.Next(1, 4) });
            }

            if (random.Next(10) == 0)
            {
                Chain.Fork(random.Next(1, Solidity), dropTransactions: random.Next(2) == 0);
            }

            await PushAsync();
            Mine(random.Next(1, 12));
        }

        Chain.ClearFaults();
        Assert.That((await Market.Send(new GetWithdrawals(bob))).Select(view => view.State), Is.All.EqualTo(WithdrawalState.Settled));
        Assert.That(Payouts().Count(), Is.EqualTo(6));
        Assert.That(Chain.BalanceSun(Home.Address), Is.EqualTo(6 * Arrives.Value));
    }
}
