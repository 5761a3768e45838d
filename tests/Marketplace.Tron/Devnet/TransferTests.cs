namespace Marketplace.Tron.Devnet.Tests;

public class TransferTests
{
    private const long Trx = Chain.Trx;

    [Test]
    public async Task A_transfer_is_accepted_included_and_solid_eighteen_blocks_later()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 100 * Trx);
        chain.Fund(chain.Bob.Address, 1 * Trx);
        var signed = await chain.BuildAsync(chain.Ada, chain.Bob.Address, 30 * Trx);

        var outcome = await chain.Node.BroadcastAsync(signed);
        Assert.That(outcome.IsAccepted, Is.True, outcome.ToString());
        Assert.That((await chain.Node.GetTransactionAsync(signed.Id, TronView.Head)).Code, Is.EqualTo(TronErrorCodes.NotFound));

        var number = chain.Devnet.Mine();
        var found = await chain.Node.GetTransactionAsync(signed.Id, TronView.Head);
        Assert.That(found.Value.Result, Is.EqualTo("SUCCESS"));
        Assert.That((await chain.Node.GetTransactionInfoAsync(signed.Id, TronView.Head)).Value.BlockNumber, Is.EqualTo(number));
        Assert.That((await chain.Node.GetTransactionAsync(signed.Id, TronView.Solid)).Code, Is.EqualTo(TronErrorCodes.NotFound));
        Assert.That((await chain.Node.GetAccountAsync(chain.Bob.Address, TronView.Head)).Value.BalanceSun, Is.EqualTo(31 * Trx));

        chain.Devnet.Mine(18);
        Assert.That((await chain.Node.GetTransactionAsync(signed.Id, TronView.Solid)).IsSuccess, Is.True);
        Assert.That((await chain.Node.GetAccountAsync(chain.Bob.Address, TronView.Solid)).Value.BalanceSun, Is.EqualTo(31 * Trx));
        // 268 bytes come out of the free 600: nothing burned.
        Assert.That((await chain.Node.GetAccountAsync(chain.Ada.Address, TronView.Solid)).Value.BalanceSun, Is.EqualTo(70 * Trx));
    }

    [Test]
    public async Task Blocks_are_linked_and_their_receipts_match()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 100 * Trx);
        chain.Devnet.Mine(20);

        var blocks = (await chain.Node.GetBlocksAsync(0, 3, TronView.Solid)).Value;
        Assert.That(blocks.Select(block => block.Number), Is.EqualTo(new[] { 0L, 1L, 2L }));
        Assert.That(blocks[0].Id, Is.EqualTo((await chain.Node.GetGenesisIdAsync()).Value).And.EqualTo(chain.Devnet.GenesisId));
        var receipts = (await chain.Node.GetTransactionInfosAsync(1, TronView.Solid)).Value;
        Assert.That(TransferScan.Match(blocks[1], receipts), Is.True);
        var scan = TransferScan.Trx(blocks[1], address => address == chain.Ada.Address);
        Assert.That(scan.Transfers.Single().Amount, Is.EqualTo(new System.Numerics.BigInteger(100 * Trx)));
        Assert.That(scan.Alarms, Is.Empty);
    }
}
