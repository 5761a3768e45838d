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

    /// <summary>Checks an address a person typed and brings it to its one spelling.</summary>
    /// <param name="address">As typed.</param>
    /// <returns>The address, or <c>wallets.bad_address</c> with the argument <c>reason</c>.</returns>
    Result<string> ParseAddress(string address);

    /// <summary>The deposit address of that number, always the same one.</summary>
    /// <param name="index">From 0.</param>
    string DepositAddress(int index);

    /// <summary>
    /// Reads on from a cursor: solid blocks that follow it without a gap, each linked to its parent, and what stands in the blocks above
    /// them. Only transfers to watched addresses are listed.
    /// </summary>
    /// <param name="after">The last solid block that was processed; null to start at the network's present solid block.</param>
    /// <param name="watched">The deposit addresses.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ImpossibleForkException">The chain contradicts what was final: crediting halts.</exception>
    Task<NetworkReading> ReadAsync(BlockCursor? after, IReadOnlySet<string> watched, CancellationToken cancellationToken);

    /// <summary>Makes a payment's bytes. Nothing leaves the house: the caller stores them before <see cref="SubmitAsync"/>.</summary>
    /// <param name="order">Whom and how much.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The bytes; <c>wallets.bad_address</c> where this recipient can never be paid; any other error means: not now.</returns>
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
public sealed record PaymentNetworkInfo(string Name, Asset Asset, TimeSpan TimeToSolid, string? TransactionLink);

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
public sealed record IncomingTransfer(string TransactionId, int OutputIndex, string Address, long Amount, long BlockNumber);

/// <summary>What one look at the chain brought.</summary>
/// <param name="Cursor">The last solid block read, to be stored with the credits; null where the chain has none yet.</param>
/// <param name="Solid">Transfers that can no longer vanish.</param>
/// <param name="Unconfirmed">Transfers seen above the solid block: all of them at each look, so that a vanished one is missed.</param>
/// <param name="More">True where more solid blocks are waiting.</param>
public sealed record NetworkReading(BlockCursor? Cursor, IReadOnlyList<IncomingTransfer> Solid, IReadOnlyList<IncomingTransfer> Unconfirmed, bool More);

/// <summary>Pay this.</summary>
/// <param name="Reference">Ours, for logs.</param>
/// <param name="Address">To whom, in its one spelling.</param>
/// <param name="Amount">What arrives there, in the smallest unit.</param>
public sealed record PaymentOrder(string Reference, string Address, long Amount);

/// <summary>Bytes that pay. Their id is known before they are sent, so a repetition is recognised.</summary>
/// <param name="TransactionId">The chain's id of them.</param>
/// <param name="Bytes">The signed transaction.</param>
/// <param name="ExpiresAt">No block after this instant takes them.</param>
public sealed record SignedPayment(string TransactionId, byte[] Bytes, DateTimeOffset ExpiresAt);

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
public sealed record PaymentStatus(PaymentState State, long NetworkFee = 0, string? Detail = null);
