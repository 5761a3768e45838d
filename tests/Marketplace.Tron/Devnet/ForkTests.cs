namespace Marketplace.Tron.Devnet.Tests;

public class ForkTests
{
    private const long Trx = Chain.Trx;

    [Test]
    public async Task A_fork_that_drops_a_transaction_takes_the_money_back_and_it_may_be_sent_again()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 100 * Trx);
        chain.Devnet.Mine(20);
        var signed = await chain.BuildAsync(chain.Ada, chain.Bob.Address, 10 * Trx);
        await chain.Node.BroadcastAsync(signed);
        chain.Devnet.Mine(3);
        var before = (await chain.Node.GetBlocksAsync(chain.Devnet.HeadNumber - 3, chain.Devnet.HeadNumber + 1, TronView.Head)).Value;

        Assert.That(chain.Devnet.Fork(3, dropTransactions: true), Is.True);
        var after = (await chain.Node.GetBlocksAsync(before[0].Number, chain.Devnet.HeadNumber + 1, TronView.Head)).Value;
        Assert.That(after, Has.Count.EqualTo(5), "The branch is longer by one.");
        Assert.That(after[0].Id, Is.EqualTo(before[0].Id));
        Assert.That(after.Skip(1).Select(block => block.Id), Has.None.Matches<string>(id => before.Any(block => block.Id == id)));
        Assert.That((await chain.Node.GetTransactionAsync(signed.Id, TronView.Head)).Code, Is.EqualTo(TronErrorCodes.NotFound));
        Assert.That(chain.Devnet.BalanceSun(chain.Bob.Address), Is.Zero);

        Assert.That((await chain.Node.BroadcastAsync(signed)).IsAccepted, Is.True);
        chain.Devnet.Mine();
        Assert.That(chain.Devnet.BalanceSun(chain.Bob.Address), Is.EqualTo(10 * Trx));
    }

    [Test]
    public async Task A_fork_that_moves_a_transaction_puts_it_into_another_block()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 100 * Trx);
        chain.Devnet.Mine(20);
        var signed = await chain.BuildAsync(chain.Ada, chain.Bob.Address, 10 * Trx);
        await chain.Node.BroadcastAsync(signed);
        var first = chain.Devnet.Mine();

        Assert.That(chain.Devnet.Fork(1, dropTransactions: false), Is.True);
        Assert.That((await chain.Node.GetTransactionInfoAsync(signed.Id, TronView.Head)).Value.BlockNumber, Is.EqualTo(first + 1));
        Assert.That(chain.Devnet.BalanceSun(chain.Bob.Address), Is.EqualTo(10 * Trx));
    }

    [Test]
    public async Task No_fork_reaches_the_solid_block_unless_it_is_told_to()
    {
        await using var chain = await Chain.StartAsync();
        chain.Devnet.Mine(30);
        var solid = (await chain.Node.GetNewestBlockAsync(TronView.Solid)).Value;
        Assert.That(chain.Devnet.Fork(19, dropTransactions: true), Is.False);
        Assert.That(chain.Devnet.Fork(18, dropTransactions: true), Is.True);
        Assert.That((await chain.Node.GetBlockAsync(solid.Number, TronView.Solid)).Value.Id, Is.EqualTo(solid.Id));
        Assert.That(chain.Devnet.Fork(25, dropTransactions: true, belowSolid: true), Is.True);
        Assert.That((await chain.Node.GetBlockAsync(solid.Number, TronView.Solid)).Value.Id, Is.Not.EqualTo(solid.Id));
        Assert.That(chain.Devnet.SolidNumber, Is.GreaterThanOrEqualTo(solid.Number), "The solid height never falls.");
    }

    [Test]
    [Category("Seeded")]
    public async Task Hundreds_of_random_forks_keep_every_balance_equal_to_the_transfers_on_the_chain()
    {
        const int Seed = 20261120;
        var random = new Random(Seed);
        await using var devnet = new TronDevnet(new TronDevnetOptions { BlockTime = null, ChainSeed = "forks", TransactionCache = false });
        using var receiver = TronKey.Generate();
        for (var i = 0; i < 500; i++)
        {
            if (random.Next(3) == 0)
            {
                devnet.Faucet(receiver.Address, random.Next(1, 1_000_000));
            }

            if (random.Next(2) == 0)
            {
                devnet.Mine(random.Next(1, 4));
            }
            else
            {
                devnet.Fork(random.Next(1, 19), dropTransactions: random.Next(2) == 0);
            }
        }

        devnet.Mine(19);
        var expected = devnet.Transfers().Where(transfer => transfer.To == receiver.Address).Sum(transfer => transfer.AmountSun);
        Assert.That(devnet.BalanceSun(receiver.Address), Is.EqualTo(expected), $"Seed {Seed}.");
        Assert.That(devnet.BalanceSun(receiver.Address, TronView.Solid), Is.EqualTo(expected));
    }
}
