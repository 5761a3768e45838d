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

    public IWatchList CreateWatchList() => throw new NotSupportedException();

    public Task<Result<Payee>> InspectAsync(string address, CancellationToken cancellationToken) => Task.FromResult<Result<Payee>>(new Payee(address, 0));

    public Task<CustodyReading> ReadBalancesAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<NetworkReading> ReadAsync(BlockCursor? after, IWatchList watched, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PaymentStatus> SubmitAsync(SignedPayment payment, CancellationToken cancellationToken) => throw new NotSupportedException();
}
