using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tron.Devnet.Tests;

public class PersistenceTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("devnet-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A_chain_with_a_data_directory_comes_back_as_it_was()
    {
        using var receiver = TronKey.Generate();
        string genesis, head;
        await using (var first = Open())
        {
            first.Faucet(receiver.Address, 7_000_000);
            first.FaucetToken(receiver.Address, 5);
            first.Mine(25);
            first.Fork(4, dropTransactions: false);
            (genesis, head) = (first.GenesisId, first.HeadId);
        }

        await using var second = Open();
        Assert.That((second.GenesisId, second.HeadId), Is.EqualTo((genesis, head)));
        Assert.That(second.BalanceSun(receiver.Address), Is.EqualTo(7_000_000));
        Assert.That(second.TokenBalance(receiver.Address), Is.EqualTo(new System.Numerics.BigInteger(5)));
        Assert.That(second.SolidNumber, Is.EqualTo(second.HeadNumber - 18));
        second.Mine();
        Assert.That(second.HeadNumber, Is.EqualTo(27));
    }

    [Test]
    public async Task A_line_that_a_kill_cut_in_half_is_dropped()
    {
        string thirdLast;
        await using (var first = Open())
        {
            first.Mine(5);
            thirdLast = first.HeadId;
            first.Mine();
        }

        var path = Path.Combine(folder, "chain.log");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length - 20);
        }

        await using var second = Open();
        Assert.That(second.HeadId, Is.EqualTo(thirdLast));
        second.Mine(2);
        await second.DisposeAsync();
        await using var third = Open();
        Assert.That(third.HeadNumber, Is.EqualTo(7));
    }

    [Test]
    public async Task A_damaged_log_is_refused_instead_of_half_believed()
    {
        await using (var first = Open())
        {
            first.Mine(5);
        }

        var path = Path.Combine(folder, "chain.log");
        var content = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, content.Replace("\"witness\":2", "\"witness\":9", StringComparison.Ordinal));
        Assert.That(Open, Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public async Task Two_new_chains_have_different_genesis_ids_and_a_seed_makes_them_equal()
    {
        var time = new FakeTimeProvider();
        await using var first = new TronDevnet(new TronDevnetOptions { BlockTime = null, TimeProvider = time });
        await using var second = new TronDevnet(new TronDevnetOptions { BlockTime = null, TimeProvider = time });
        Assert.That(first.GenesisId, Is.Not.EqualTo(second.GenesisId));
        await using var third = new TronDevnet(new TronDevnetOptions { BlockTime = null, TimeProvider = time, ChainSeed = "x" });
        await using var fourth = new TronDevnet(new TronDevnetOptions { BlockTime = null, TimeProvider = time, ChainSeed = "x" });
        Assert.That(third.GenesisId, Is.EqualTo(fourth.GenesisId));
    }

    private TronDevnet Open() => new(new TronDevnetOptions { BlockTime = null, DataDirectory = folder });
}
