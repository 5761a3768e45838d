using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Tests;

/// <summary>The outside world of wallets on paper: blocks are solid at once, payments arrive when submitted.</summary>
internal sealed class PaperNetwork : IPaymentNetwork
{
    private const int Above = 18;
    private readonly ConcurrentQueue<IncomingTransfer> waiting = new();
    private readonly List<IncomingTransfer> unconfirmed = [];
    private readonly ConcurrentDictionary<string, long> paid = new();
    private int height = 100;
    private int payments;

    public PaymentNetworkInfo Info { get; } = new("paper", Asset.Trx, TimeSpan.FromSeconds(57), "https://paper.example/#/transaction/{0}", new HouseAddresses("THot000000000000000000000000000000", null))
    {
        BlocksToSolid = 19,
    };

    public Result<string> ParseAddress(string address) => address is ['T', ..] && address.Length == 34 && address.All(char.IsAsciiLetterOrDigit)
        ? address
        : WalletErrors.BadAddress.With("reason", "not on paper");

    public string DepositAddress(int index) => $"TDeposit{index.ToString("D26", CultureInfo.InvariantCulture)}";

    public void Pay(string address, Sun amount)
    {
        paid.AddOrUpdate(address, amount.Value, (_, before) => before + amount.Value);
        waiting.Enqueue(new IncomingTransfer($"tx{waiting.Count + height}", 0, address, amount.Value, height + 1));
    }

    /// <summary>A payment stands in a block that may vanish, and the chain goes on growing above it.</summary>
    public void Show(string address, Sun amount) => unconfirmed.Add(new IncomingTransfer($"tx{height}", 0, address, amount.Value, height + Above));

    /// <summary>A fork: what stood in such blocks is gone.</summary>
    public void Drop() => unconfirmed.Clear();

    public IWatchList CreateWatchList() => new NoWatchList();

    /// <summary>False: it can not be asked.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>What the wallet that pays has; null for enough.</summary>
    public Sun? Coins { get; set; }

    /// <summary>It does not know <c>TNew…</c>, and <c>TContract…</c> belongs to a program.</summary>
    public Task<Result<Payee>> InspectAsync(string address, CancellationToken cancellationToken) => Task.FromResult<Result<Payee>>(
        !Answers ? throw new TimeoutException("no answer on paper")
        : address.StartsWith("TContract", StringComparison.Ordinal) ? WalletErrors.BadAddress.With("reason", "contract")
        : new Payee(address, address.StartsWith("TNew", StringComparison.Ordinal) ? 1_100_000 : 0));

    public Task<CustodyReading> ReadBalancesAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken) =>
        Task.FromResult(new CustodyReading(new BlockCursor(height, $"block{height}"), [.. addresses.Select(address => paid.GetValueOrDefault(address))]));

    public Task<NetworkReading> ReadAsync(BlockCursor? after, IWatchList watched, CancellationToken cancellationToken)
    {
        var solid = new List<IncomingTransfer>();
        while (after is not null && waiting.TryDequeue(out var transfer))
        {
            solid.Add(transfer with { BlockNumber = height + 1 });
        }

        height++;
        return Task.FromResult(new NetworkReading(new BlockCursor(height, $"block{height}"), solid, [.. unconfirmed], More: false) { Head = height + Above });
    }

    public Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken) =>
        Task.FromResult<Result<SignedPayment>>(order.Amount > Coins?.Value
            ? WalletErrors.SourceTooLow.With("address", Info.House.Hot!).With("available", Coins.Value.Value).With("needed", order.Amount.Value)
            : new SignedPayment($"payment-{Interlocked.Increment(ref payments)}", [1], DateTimeOffset.MaxValue, order.Amount ?? 0));

    public Task<PaymentStatus> SubmitAsync(SignedPayment payment, CancellationToken cancellationToken) => Task.FromResult(new PaymentStatus(PaymentState.Solid, 1_100_000) { OpenedRecipient = true });

    /// <summary>On paper whoever pays names an address that was handed out.</summary>
    private sealed class NoWatchList : IWatchList
    {
        public int Count { get; private set; }

        public void Add(IEnumerable<string> addresses) => Count += addresses.Count();
    }
}
