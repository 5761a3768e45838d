using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Tests;

/// <summary>The outside world of wallets on paper: blocks are solid at once, payments arrive when submitted.</summary>
internal sealed class PaperNetwork : IPaymentNetwork
{
    private readonly ConcurrentQueue<IncomingTransfer> waiting = new();
    private int height = 100;
    private int payments;

    public PaymentNetworkInfo Info { get; } = new("paper", Asset.Trx, TimeSpan.FromSeconds(57), null, new HouseAddresses("THot", null));

    public Result<string> ParseAddress(string address) => address is ['T', ..] && address.Length == 34 && address.All(char.IsAsciiLetterOrDigit)
        ? address
        : WalletErrors.BadAddress.With("reason", "not on paper");

    public string DepositAddress(int index) => $"TDeposit{index.ToString("D26", CultureInfo.InvariantCulture)}";

    public void Pay(string address, Sun amount) => waiting.Enqueue(new IncomingTransfer($"tx{waiting.Count + height}", 0, address, amount.Value, height + 1));

    public IWatchList CreateWatchList() => new NoWatchList();

    public Task<Result<Payee>> InspectAsync(string address, CancellationToken cancellationToken) => Task.FromResult<Result<Payee>>(new Payee(address, 0));

    public Task<CustodyReading> ReadBalancesAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken) =>
        Task.FromResult(new CustodyReading(new BlockCursor(height, $"block{height}"), new long[addresses.Count]));

    public Task<NetworkReading> ReadAsync(BlockCursor? after, IWatchList watched, CancellationToken cancellationToken)
    {
        var solid = new List<IncomingTransfer>();
        while (after is not null && waiting.TryDequeue(out var transfer))
        {
            solid.Add(transfer with { BlockNumber = height + 1 });
        }

        height++;
        return Task.FromResult(new NetworkReading(new BlockCursor(height, $"block{height}"), solid, [], More: false));
    }

    public Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken) =>
        Task.FromResult<Result<SignedPayment>>(new SignedPayment($"payment-{Interlocked.Increment(ref payments)}", [1], DateTimeOffset.MaxValue, order.Amount ?? 0));

    public Task<PaymentStatus> SubmitAsync(SignedPayment payment, CancellationToken cancellationToken) => Task.FromResult(new PaymentStatus(PaymentState.Solid, 1_100_000));

    /// <summary>On paper whoever pays names an address that was handed out.</summary>
    private sealed class NoWatchList : IWatchList
    {
        public int Count { get; private set; }

        public void Add(IEnumerable<string> addresses) => Count += addresses.Count();
    }
}
