namespace Marketplace.Tron.Devnet.Tests;

/// <summary>A chain on demand with its own server, a client of it, and somebody with money.</summary>
internal sealed class Chain : IAsyncDisposable
{
    internal const long Trx = 1_000_000;

    private Chain(TronDevnet devnet)
    {
        Devnet = devnet;
        Node = Client(TronDevnet.MainEndpoint);
    }

    internal TronDevnet Devnet { get; }

    internal TronNodeClient Node { get; }

    internal TronKey Ada { get; } = TronKey.FromHex(new string('a', 64)).Value;

    internal TronKey Bob { get; } = TronKey.FromHex(new string('b', 64)).Value;

    internal static async Task<Chain> StartAsync(Action<TronDevnetOptions>? configure = null)
    {
        var options = new TronDevnetOptions { BlockTime = null, ChainSeed = "tests" };
        configure?.Invoke(options);
        return new Chain(await TronDevnet.StartAsync(options));
    }

    /// <summary>A client of some endpoints, in order.</summary>
    internal TronNodeClient Client(params string[] names)
    {
        var options = new TronNodeOptions { RequestsPerSecond = null, BackOff = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(20) };
        foreach (var name in names)
        {
            options.Endpoints.Add(new TronNodeEndpoint(name == TronDevnet.MainEndpoint ? Devnet.Address! : new Uri(Devnet.Address!, $"nodes/{name}")));
        }

        return new TronNodeClient(options);
    }

    internal void Fund(TronAddress address, long sun)
    {
        Assert.That(Devnet.Faucet(address, sun).IsSuccess, Is.True);
        Devnet.Mine();
    }

    internal async Task<SignedTronTransaction> BuildAsync(TronKey from, TronAddress to, long sun, Func<TronTransaction, TronTransaction>? change = null)
    {
        var block = (await Node.GetNewestBlockAsync(TronView.Solid)).Value;
        var head = (await Node.GetNewestBlockAsync(TronView.Head)).Value;
        var transfer = TronTransaction.Transfer(from.Address, to, sun, block.ToReference(), head.Time.AddMinutes(1), head.Time).Value;
        return (change?.Invoke(transfer) ?? transfer).Sign(from);
    }

    public async ValueTask DisposeAsync()
    {
        Node.Dispose();
        Ada.Dispose();
        Bob.Dispose();
        await Devnet.DisposeAsync();
    }
}
