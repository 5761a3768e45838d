using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Benchmarks.Size;

/// <summary>A chain that answers what a screen asks and nothing else.</summary>
internal sealed class PaperNetwork : IPaymentNetwork
{
    public const string Name = "paper";

    public PaymentNetworkInfo Info { get; } = new(Name, Asset.Trx, TimeSpan.FromSeconds(57), null, new HouseAddresses("THot", null));

    public Result<string> ParseAddress(string address) => address;

    public string DepositAddress(int index) => $"TDeposit{index}";

    public IWatchList CreateWatchList() => new NoWatchList();

    public Task<Result<Payee>> InspectAsync(string address, CancellationToken cancellationToken) => Task.FromResult<Result<Payee>>(new Payee(address, 0));

    public Task<CustodyReading> ReadBalancesAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>No block is ever found.</summary>
    public Task<NetworkReading> ReadAsync(BlockCursor? after, IWatchList watched, CancellationToken cancellationToken) =>
        Task.FromResult(new NetworkReading(after ?? new BlockCursor(1, "block1"), [], [], More: false));

    public Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PaymentStatus> SubmitAsync(SignedPayment payment, CancellationToken cancellationToken) => throw new NotSupportedException();

    private sealed class NoWatchList : IWatchList
    {
        public int Count { get; private set; }

        public void Add(IEnumerable<string> addresses) => Count += addresses.Count();
    }
}
