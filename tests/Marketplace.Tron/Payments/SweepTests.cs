using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Tron.Devnet;
using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Tests;

internal sealed class SweepTests : PaymentsTest
{
    private const string Sweeping = "wallets.sweep";

    [Test]
    public async Task A_deposit_is_credited_swept_and_pays_a_withdrawal_and_the_books_are_the_chain_s_everywhere()
    {
        // What the network takes is the operator's: without anything of his own he owes more than he has from the first fee on.
        Give(Hot, 5);
        var bob = await EarnerAsync(100, funded: false);
        var deposited = await AddressAsync(bob, DepositTarget.Earn);

        await SweepAndMineAsync(Solidity + 2);
        Assert.That(Chain.BalanceSun(deposited), Is.Zero);
        Assert.That(Chain.BalanceSun(Hot), Is.EqualTo(Sun.FromTrx(105).Value));
        await AgreesWithTheChainAsync();

        await WithdrawAsync(bob, 20);
        await PushAndMineAsync(Solidity + 2);
        var paid = await NewestAsync(bob);
        Assert.That((paid.State, Chain.BalanceSun(Home.Address)), Is.EqualTo((WithdrawalState.Settled, paid.Receives.Value)));

        Give(deposited, 50);
        Mine(Solidity + 1);
        await ScanAsync();
        await SweepAndMineAsync(Solidity + 2);
        Assert.That(Chain.BalanceSun(deposited), Is.Zero, "The free bandwidth of the day carries a second sweep.");
        await AgreesWithTheChainAsync();

        var proof = (await Market.Send(new TakeSolvencySnapshot())).Require();
        Assert.That((proof.Owed, proof.Held, proof.IsCovered), Is.EqualTo((Sun.FromTrx(130).Value, Chain.BalanceSun(Hot), true)));
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task Whatever_goes_wrong_at_random_no_coin_is_lost_from_the_books(int seed)
    {
        var random = new Random(seed);
        DevnetFaultKind[] kinds = [DevnetFaultKind.Status, DevnetFaultKind.CutJson, DevnetFaultKind.Empty, DevnetFaultKind.RateLimited, DevnetFaultKind.AcceptedThenLost];
        var addresses = new List<TronAddress>();
        foreach (var name in (string[])["ada", "bob", "eve"])
        {
            addresses.Add(await AddressAsync(await PersonAsync(name)));
        }

        for (var round = 0; round < 80; round++)
        {
            if (random.Next(6) == 0 && round < 50)
            {
                Give(addresses[random.Next(addresses.Count)], random.Next(5, 60));
            }

            if (random.Next(3) == 0)
            {
                Chain.AddFault(new DevnetFault { Kind = kinds[random.Next(kinds.Length)], Path = random.Next(2) == 0 ? "/wallet" : "/wallet/broadcast", Count = random.Next(1, 3) });
            }

            if (random.Next(12) == 0)
            {
                Chain.Fork(random.Next(1, Solidity), dropTransactions: random.Next(2) == 0);
            }

            Mine(random.Next(1, 10));
            await ScanAsync();
            await Market.RunWorkAsync(Sweeping);
        }

        Chain.ClearFaults();
        await SweepAndMineAsync(2 * Solidity + 60);
        await AgreesWithTheChainAsync();
        Assert.That(await Market.Database.CountAsync("SELECT COUNT(*) FROM wallets_addresses WHERE balance >= 20000000"), Is.Zero);
    }

    private async Task SweepAndMineAsync(int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            await Market.RunWorkAsync(Sweeping);
            Mine(1);
            await ScanAsync();
        }

        await Market.RunWorkAsync(Sweeping);
    }

    /// <summary>The chain's own balances, place by place, against ours.</summary>
    private async Task AgreesWithTheChainAsync()
    {
        Mine(Solidity + 1);
        await ScanAsync();
        var report = await Market.Send(new CheckCustody());
        var addresses = await Market.Database.RowsAsync("SELECT address FROM wallets_addresses");
        Assert.That(report.Deposits.Booked, Is.EqualTo(addresses.Sum(address => Chain.BalanceSun(TronAddress.Parse(address).Value))));
        Assert.That(report.Hot!.Booked, Is.EqualTo(Chain.BalanceSun(Hot)));
        Assert.That((report.Deposits.Found, report.Hot.Found, report.Shortfall), Is.EqualTo((report.Deposits.Booked, report.Hot.Booked, 0L)));
        Assert.That(await BalanceAsync(LedgerAccount.HotCustody), Is.EqualTo(-Chain.BalanceSun(Hot)));
    }
}
