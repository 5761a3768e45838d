using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>
/// The narrow port to a chain. Every member may be called again after a crash: none of them may pay twice because of it. What the
/// network refuses comes back as a value; an exception means it could not be reached, and the caller tries again later.
/// </summary>
public interface IPaymentNetwork
{
    /// <summary>What people and the books call it.</summary>
    PaymentNetworkInfo Info { get; }

    /// <summary>Where people look a transaction up; null where <see cref="PaymentNetworkInfo.TransactionLink"/> is.</summary>
    /// <param name="transactionId">The chain's id of it.</param>
    string? LinkTo(string transactionId) => Info.TransactionLink?.Replace("{0}", Uri.EscapeDataString(transactionId), StringComparison.Ordinal);

    /// <summary>Checks an address a person typed and brings it to its one spelling.</summary>
    /// <param name="address">As typed.</param>
    /// <returns>The address, or <c>wallets.bad_address</c> with the argument <c>reason</c>.</returns>
    Result<string> ParseAddress(string address);

    /// <summary>The deposit address of that number, always the same one.</summary>
    /// <param name="index">From 0.</param>
    string DepositAddress(int index);

    /// <summary>An empty list of addresses to look for, in the form in which this network finds them fastest.</summary>
    IWatchList CreateWatchList();

    /// <summary>
    /// Reads on from a cursor: solid blocks that follow it without a gap, each linked to its parent, and what stands in the blocks above
    /// them. Listed are transfers from outside to watched addresses and to the house's own (<see cref="HouseAddresses"/>), and those from the cold wallet to the
    /// hot one; no other movement between our own addresses.
    /// </summary>
    /// <param name="after">
    /// The last solid block that was processed. Null starts at the network's present solid block; what the house's own addresses have by then is listed
    /// as one transfer each, so that the books begin with what there is.
    /// </param>
    /// <param name="watched">The deposit addresses; a list that <see cref="CreateWatchList"/> made.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ImpossibleForkException">The chain contradicts what was final: crediting halts.</exception>
    Task<NetworkReading> ReadAsync(BlockCursor? after, IWatchList watched, CancellationToken cancellationToken);

    /// <summary>Looks a payee up before money is promised to him.</summary>
    /// <param name="address">In its one spelling.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What paying him costs beside the usual; <c>wallets.bad_address</c> where the network refuses to pay him.</returns>
    Task<Result<Payee>> InspectAsync(string address, CancellationToken cancellationToken);

    /// <summary>What the network's solid chain has at these addresses, all as of one block.</summary>
    /// <param name="addresses">Ours.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<CustodyReading> ReadBalancesAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken);

    /// <summary>Makes a payment's bytes. Nothing leaves the house: the caller stores them before <see cref="SubmitAsync"/>.</summary>
    /// <param name="order">Whom and how much.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>
    /// The bytes; <c>wallets.bad_address</c> where this recipient can never be paid, <c>wallets.source_too_low</c> where the source has too little for
    /// amount and network fee; any other error means: not now.
    /// </returns>
    Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Looks the payment up, sends exactly these bytes where the network does not have them yet, and says what is known. An answer
    /// that is lost or odd is <see cref="PaymentState.Unknown"/>, never a failure.
    /// </summary>
    /// <param name="payment">The stored bytes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<PaymentStatus> SubmitAsync(SignedPayment payment, CancellationToken cancellationToken);
}

/// <summary>A chain, described.</summary>
/// <param name="Name">As in the books: <c>tron-nile</c>.</param>
/// <param name="Asset">What it moves.</param>
/// <param name="TimeToSolid">About how long until a deposit counts.</param>
/// <param name="TransactionLink">Where people look a transaction up, with <c>{0}</c> for its id; null for a private chain.</param>
/// <param name="House">Where the house's own coins are.</param>
public sealed record PaymentNetworkInfo(string Name, Asset Asset, TimeSpan TimeToSolid, string? TransactionLink, HouseAddresses House)
{
    /// <summary>In how many blocks, its own among them, a transfer stands before it can no longer vanish: 19 on TRON.</summary>
    public int BlocksToSolid { get; init; } = 1;

    /// <summary>Tokens that are taken beside the asset; none where nothing was configured.</summary>
    public IReadOnlyList<AcceptedToken> Tokens { get; init; } = [];
}

/// <summary>A token whose deposits are credited.</summary>
/// <param name="Asset">What the books call it.</param>
/// <param name="MinimumDeposit">Less than this, in its smallest unit, is recorded but not credited.</param>
public sealed record AcceptedToken(Asset Asset, long MinimumDeposit);

/// <summary>The house's own addresses, beside the deposit addresses.</summary>
/// <param name="Hot">Pays withdrawals; null where this host only receives.</param>
/// <param name="Cold">Takes what is too much for the hot wallet; its key is elsewhere. Null where there is none.</param>
public sealed record HouseAddresses(string? Hot, string? Cold)
{
    /// <summary>Those that there are.</summary>
    public IEnumerable<string> All => new[] { Hot, Cold }.OfType<string>();
}

/// <summary>Addresses to look for. It grows and never shrinks; a million of them must be as fast as one.</summary>
public interface IWatchList
{
    /// <summary>How many.</summary>
    int Count { get; }

    /// <summary>Takes further addresses, in the spelling of <see cref="IPaymentNetwork.DepositAddress"/>.</summary>
    /// <param name="addresses">New ones.</param>
    void Add(IEnumerable<string> addresses);
}

/// <summary>Somebody who is to be paid.</summary>
/// <param name="Address">In its one spelling.</param>
/// <param name="ActivationCost">What the network takes, once, because it does not know this address yet; in the smallest unit, 0 where it does.</param>
public sealed record Payee(string Address, long ActivationCost);

/// <summary>What some addresses have.</summary>
/// <param name="Block">As of which solid block.</param>
/// <param name="Balances">In the order asked, in the smallest unit of the network's own asset; 0 for an address that the network does not know.</param>
public sealed record CustodyReading(BlockCursor Block, IReadOnlyList<long> Balances);

/// <summary>A block, by number and id: the id is what makes a fork visible.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Id">Its hash.</param>
public sealed record BlockCursor(long Number, string Id);

/// <summary>A transfer to one of our addresses.</summary>
/// <param name="TransactionId">The chain's id of it.</param>
/// <param name="OutputIndex">Which of its outputs.</param>
/// <param name="Address">Ours.</param>
/// <param name="Amount">In the smallest unit, positive.</param>
/// <param name="BlockNumber">In which block.</param>
/// <param name="Asset">The code of what came: the network's own, or of a token that was configured.</param>
public sealed record IncomingTransfer(string TransactionId, int OutputIndex, string Address, long Amount, long BlockNumber, string Asset = "TRX")
{
    /// <summary>True where it came from the house's own cold wallet: coins change their place, nobody's balance changes.</summary>
    public bool FromCold { get; init; }
}

/// <summary>What one look at the chain brought.</summary>
/// <param name="Cursor">The last solid block read, to be stored with the credits; null where the chain has none yet.</param>
/// <param name="Solid">Transfers that can no longer vanish.</param>
/// <param name="Unconfirmed">Transfers seen above the solid block: all of them at each look, so that a vanished one is missed.</param>
/// <param name="More">True where more solid blocks are waiting.</param>
public sealed record NetworkReading(BlockCursor? Cursor, IReadOnlyList<IncomingTransfer> Solid, IReadOnlyList<IncomingTransfer> Unconfirmed, bool More)
{
    /// <summary>
    /// The newest block that was looked at. A node may be some blocks behind the one that answered before: what stands above this number was not
    /// looked for, and is not missed.
    /// </summary>
    public long Head { get; init; } = Cursor?.Number ?? 0;
}

/// <summary>Pay this.</summary>
/// <param name="Reference">Ours, for logs.</param>
/// <param name="Address">To whom, in its one spelling.</param>
/// <param name="Amount">What arrives there, in the smallest unit; null for all that the source has, less the network's fee.</param>
/// <param name="Source">Out of which of our addresses.</param>
public sealed record PaymentOrder(string Reference, string Address, long? Amount, PaymentSource Source = default);

/// <summary>Out of which of our addresses a payment is made; the default is the hot wallet.</summary>
public readonly record struct PaymentSource
{
    private readonly int? depositIndex;

    private PaymentSource(int index) => depositIndex = index;

    /// <summary>The wallet that pays withdrawals.</summary>
    public static PaymentSource Hot => default;

    /// <summary>The number of the deposit address; null for the hot wallet.</summary>
    public int? DepositIndex => depositIndex;

    /// <summary>A deposit address, to sweep it.</summary>
    /// <param name="index">Its number.</param>
    public static PaymentSource Deposit(int index) => new(index);
}

/// <summary>Bytes that pay. Their id is known before they are sent, so a repetition is recognised.</summary>
/// <param name="TransactionId">The chain's id of them.</param>
/// <param name="Bytes">The signed transaction.</param>
/// <param name="ExpiresAt">No block after this instant takes them.</param>
/// <param name="Amount">What arrives, in the smallest unit.</param>
public sealed record SignedPayment(string TransactionId, byte[] Bytes, DateTimeOffset ExpiresAt, long Amount);

/// <summary>Where a payment stands.</summary>
public enum PaymentState
{
    /// <summary>Sent or perhaps sent: ask again.</summary>
    Unknown = 0,

    /// <summary>In a block that may still vanish.</summary>
    Included = 1,

    /// <summary>Paid for good.</summary>
    Solid = 2,

    /// <summary>In a solid block, and refused there: it will never pay.</summary>
    Failed = 3,

    /// <summary>Expired, and absent from the solid chain over its whole possible life: it will never pay and may be built anew.</summary>
    Expired = 4,
}

/// <summary>What the network says of a payment.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="NetworkFee">What the network took for it, in the smallest unit, once it is solid.</param>
/// <param name="Detail">The network's own words, for the log.</param>
public sealed record PaymentStatus(PaymentState State, long NetworkFee = 0, string? Detail = null)
{
    /// <summary>True where this payment was the recipient's first, and the network took its price for that.</summary>
    public bool OpenedRecipient { get; init; }
}
