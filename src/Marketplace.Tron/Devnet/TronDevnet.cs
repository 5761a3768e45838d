using System.Collections.Concurrent;
using System.Numerics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tron.Devnet;

/// <summary>
/// A local chain that behaves like a TRON network towards wallets and scanners, and is none: no peers, no virtual machine, keys everybody knows.
/// Start it with its own server (<see cref="StartAsync"/>), or make one and mount it with <see cref="DevnetRoutes.MapTronDevnet"/>.
/// </summary>
public sealed class TronDevnet : IAsyncDisposable
{
    /// <summary>The name of the endpoint at the root.</summary>
    public const string MainEndpoint = "main";

    private const long FaucetLifetimeMs = 60_000;
    private const long TokenFeeLimitSun = 100_000_000;

    private readonly TronDevnetOptions options;
    private readonly DevChain chain;
    private readonly ConcurrentDictionary<string, NodeEndpoint> endpoints = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task producing;
    private long faucetUses;
    private WebApplication? server;
    private int disposed;

    /// <summary>Opens or makes the chain and, when a block time is set, starts producing blocks.</summary>
    /// <exception cref="InvalidDataException">The data directory's log is damaged or of another version.</exception>
    /// <exception cref="IOException">The data directory is in use.</exception>
    public TronDevnet(TronDevnetOptions? options = null)
    {
        this.options = options ?? new TronDevnetOptions();
        chain = new DevChain(this.options);
        chain.BlockMade += block => BlockMade?.Invoke(this, block.Number);
        Api = new NodeApi(this.options);
        producing = this.options.BlockTime is { } blockTime ? ProduceAsync(blockTime) : Task.CompletedTask;
    }

    /// <summary>After each block, with its number. Handlers must be quick.</summary>
    public event EventHandler<long>? BlockMade;

    /// <summary>Where the node's API is served; null when the chain has no server of its own.</summary>
    public Uri? Address { get; private set; }

    /// <summary>The height.</summary>
    public long HeadNumber => chain.Head.Number;

    /// <summary>The height that no legal fork undoes.</summary>
    public long SolidNumber => chain.SolidNumber;

    /// <summary>The newest block's id.</summary>
    public string HeadId => chain.Head.Id;

    /// <summary>The id of block 0, by which a wallet tells this chain from others.</summary>
    public string GenesisId => chain.Genesis.Id;

    /// <summary>Who pays the faucet's transfers, and deployed the tokens.</summary>
    public TronAddress FaucetAddress { get; } = DevChain.FaucetKey.Address;

    /// <summary>The TRC-20 token ("USDT", 6 decimals).</summary>
    public TronAddress TokenAddress { get; } = TokenMachine.Genuine.Address;

    /// <summary>
    /// A contract that pays out its caller's tokens: <c>pay(address token, address to, uint256 amount)</c> and
    /// <c>split(address token, address first, address second, uint256 each)</c>.
    /// </summary>
    public TronAddress RouterAddress { get; } = TokenMachine.Router.Address;

    /// <summary>Another contract with the same name and symbol. Its events lie: they tell of transfers of tokens nobody has.</summary>
    public TronAddress FakeTokenAddress { get; } = TokenMachine.Fake.Address;

    internal FaultPlan Faults { get; } = new();

    internal NodeApi Api { get; }

    internal DevChain Chain => chain;

    internal TimeProvider Time => options.TimeProvider;

    /// <summary>Ends the requests that a fault keeps waiting, so that the server can stop.</summary>
    internal CancellationToken Stopping => stopping.Token;

    /// <summary>Starts a chain with a server of its own on the loopback interface.</summary>
    /// <param name="options">The chain's behaviour.</param>
    /// <param name="port">The port; 0 for a free one, see <see cref="Address"/>.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<TronDevnet> StartAsync(TronDevnetOptions? options = null, int port = 0, CancellationToken cancellationToken = default)
    {
        var devnet = new TronDevnet(options);
        try
        {
            await devnet.ServeAsync(port, cancellationToken).ConfigureAwait(false);
            return devnet;
        }
        catch
        {
            await devnet.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Talks to the nodes in this process, without sockets: <c>new TronNodeClient(options, handler: devnet.CreateHandler())</c>. The host of the
    /// client's addresses does not matter, their paths do: <c>http://devnet/</c> is the main node, <c>http://devnet/nodes/b/</c> another.
    /// </summary>
    /// <param name="path">Stands before the path of every request; <c>/nodes/b</c> makes node <c>b</c> of what asks for the main one.</param>
    public HttpMessageHandler CreateHandler(string path = "/")
    {
        ArgumentNullException.ThrowIfNull(path);
        return new DevnetHandler(this, path);
    }

    /// <summary>Makes blocks now.</summary>
    /// <param name="count">How many.</param>
    /// <param name="step">Moves the chain's clock by so much before each.</param>
    /// <returns>The new height.</returns>
    public long Mine(int count = 1, TimeSpan step = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        for (var i = 0; i < count; i++)
        {
            AdvanceClock(step);
            chain.Mine(1);
        }

        return chain.Head.Number;
    }

    /// <summary>Moves the chain's clock forward, as if time had passed.</summary>
    public void AdvanceClock(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        chain.AdvanceClock(by);
    }

    /// <summary>Replaces the last <paramref name="depth"/> blocks by a branch longer by one.</summary>
    /// <param name="depth">At most down to the solid block.</param>
    /// <param name="dropTransactions">True: their transactions vanish. False: they come back in the branch's last block.</param>
    /// <param name="belowSolid">True allows what no TRON network does: undoing solid blocks.</param>
    /// <returns>False when the fork would be too deep.</returns>
    public bool Fork(int depth, bool dropTransactions, bool belowSolid = false)
    {
        var removed = chain.Fork(depth, dropTransactions, belowSolid);
        foreach (var endpoint in dropTransactions ? endpoints.Values : [])
        {
            // The branch without them is the only history there is: nobody has seen them, so they may be sent again.
            endpoint.Forget(removed ?? []);
        }

        return removed is not null;
    }

    /// <summary>Sends TRX from the faucet, by a transaction like any other: it needs a block.</summary>
    /// <returns>The transaction's id, or why it was refused.</returns>
    public TronResult<string> Faucet(TronAddress to, long amountSun) =>
        TronTransaction.Transfer(FaucetAddress, to, amountSun, Reference(), Expiration(), NextFaucetTime()).Then(Send);

    /// <summary>Sends tokens from the faucet, by a transaction like any other.</summary>
    /// <param name="to">Who receives.</param>
    /// <param name="amount">In the token's smallest unit (6 decimals).</param>
    /// <param name="fake">True for the fake token.</param>
    public TronResult<string> FaucetToken(TronAddress to, BigInteger amount, bool fake = false) =>
        Trc20.Transfer(
            FaucetAddress, fake ? FakeTokenAddress : TokenAddress, to, amount, TokenFeeLimitSun, Reference(), Expiration(), NextFaucetTime()).Then(Send);

    /// <summary>Calls the router from the faucet: one transfer, or one to each of two addresses, in one transaction.</summary>
    /// <param name="to">Who receives.</param>
    /// <param name="amount">What each receives.</param>
    /// <param name="second">Another who receives as much; null for none.</param>
    public TronResult<string> FaucetRouter(TronAddress to, BigInteger amount, TronAddress? second = null)
    {
        var data = TokenMachine.EncodeRoute(TokenAddress, to, second, amount);
        return Send(new TronTransaction
        {
            Contract = new TriggerSmartContract(FaucetAddress, RouterAddress, data),
            FeeLimitSun = TokenFeeLimitSun,
            Reference = Reference(),
            ExpirationMs = Expiration().ToUnixTimeMilliseconds(),
            TimestampMs = NextFaucetTime().ToUnixTimeMilliseconds(),
        });
    }

    /// <summary>An address's TRX in sun; at the head with what waits in the pool.</summary>
    public long BalanceSun(TronAddress address, TronView view = TronView.Head) =>
        (chain.StateAt(StateKey.Account(address), Height(view)) as DevAccount)?.BalanceSun ?? 0;

    /// <summary>An address's tokens.</summary>
    public BigInteger TokenBalance(TronAddress address, TronView view = TronView.Head) =>
        chain.StateAt(StateKey.Balance(TokenAddress, address), Height(view)) is BigInteger amount ? amount : BigInteger.Zero;

    /// <summary>Every transfer of TRX on the chain: the books to hold a wallet's against.</summary>
    public IReadOnlyList<DevnetTransfer> Transfers() =>
        [.. from block in chain.Blocks(0, long.MaxValue, DevChain.WithPool)
            from included in block.Transactions
            let transfer = included.Signed.Transaction.Contract as TransferContract
            where transfer is not null
            select new DevnetTransfer(included.Signed.Id, block.Number, transfer.Owner, transfer.To, transfer.AmountSun)];

    /// <summary>Plays a fault.</summary>
    public void AddFault(DevnetFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Faults.Add(fault);
    }

    /// <summary>No faults any more.</summary>
    public void ClearFaults() => Faults.Clear();

    /// <summary>Sets how one endpoint differs from the others. Endpoints other than <see cref="MainEndpoint"/> are at <c>/nodes/{name}/</c>.</summary>
    /// <param name="name">Letters and digits.</param>
    /// <param name="lagBlocks">How far it is behind.</param>
    /// <param name="otherChain">True: it shows other block ids, as another network would.</param>
    /// <param name="transactionCache">Whether it remembers broadcasts; null leaves it.</param>
    public void ConfigureEndpoint(string name, int lagBlocks = 0, bool otherChain = false, bool? transactionCache = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lagBlocks);
        var endpoint = Endpoint(name);
        endpoint.LagBlocks = lagBlocks;
        endpoint.IsOnAnotherChain = otherChain;
        endpoint.RemembersBroadcasts = transactionCache ?? endpoint.RemembersBroadcasts;
    }

    /// <summary>Stops the server and the production of blocks, and closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        if (server is not null)
        {
            await server.StopAsync(CancellationToken.None).ConfigureAwait(false);
            await server.DisposeAsync().ConfigureAwait(false);
        }

        await producing.ConfigureAwait(false);
        stopping.Dispose();
        chain.Dispose();
    }

    internal NodeEndpoint Endpoint(string name) => endpoints.GetOrAdd(name, key => new NodeEndpoint(key, chain, options));

    internal IEnumerable<NodeEndpoint> Endpoints => endpoints.Values;

    private long Height(TronView view) => view == TronView.Solid ? chain.SolidNumber : DevChain.WithPool;

    /// <summary>A solid block, so that no fork makes the faucet's transactions invalid.</summary>
    private TronBlockReference Reference() => chain.Block(chain.SolidNumber)!.Reference;

    private DateTimeOffset Expiration() => DateTimeOffset.FromUnixTimeMilliseconds(chain.Head.TimestampMs + FaucetLifetimeMs);

    /// <summary>Each use has a time of its own, so that two equal gifts in one block are two transactions.</summary>
    private DateTimeOffset NextFaucetTime() => DateTimeOffset.FromUnixTimeMilliseconds(chain.NowMs + Interlocked.Increment(ref faucetUses));

    private TronResult<string> Send(TronTransaction transaction)
    {
        var signed = transaction.Sign(DevChain.FaucetKey);
        return chain.Broadcast(signed) is { } refusal ? new TronError(TronErrorCodes.NodeError, $"{refusal.Code} {refusal.Text}") : signed.Id;
    }

    private async Task ProduceAsync(TimeSpan blockTime)
    {
        using var timer = new PeriodicTimer(blockTime, options.TimeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false))
            {
                chain.Mine(1);
            }
        }
        catch (OperationCanceledException)
        {
            // The chain stops.
        }
    }

    private async Task ServeAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        server = builder.Build();
        server.MapTronDevnet(this);
        server.MapFallback("{**path}", DevnetRoutes.NotServedAsync);
        await server.StartAsync(cancellationToken).ConfigureAwait(false);
        var bound = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(bound);
    }
}
