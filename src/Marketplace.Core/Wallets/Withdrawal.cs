using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;

namespace Marketplace.Wallets;

/// <summary>A withdrawal. What could pay it is its one live <see cref="PaymentAttempt"/>.</summary>
internal sealed class Withdrawal
{
    public required WithdrawalId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required string Network { get; init; }

    public required string Address { get; init; }

    public required Sun Amount { get; init; }

    public required Sun Fee { get; init; }

    /// <summary>What the person pays, beside the fee, because the network did not know the recipient.</summary>
    public Sun ActivationFee { get; init; }

    /// <summary>Of <see cref="ActivationFee"/>, what went back to the person because the network knew the recipient by then.</summary>
    public Sun OpeningReturned { get; init; }

    /// <summary>What <see cref="OpeningReturned"/> says where the price was kept by a version that did not look: it is returned at the next start.</summary>
    public static Sun OpeningOwed { get; } = new(-1);

    /// <summary>Since when it is not signed because its owner is shut out; null where nothing holds it back.</summary>
    public DateTimeOffset? HeldBackAt { get; init; }

    /// <summary>What an operator told the person when they refused it.</summary>
    public string? Reason { get; init; }

    public required WithdrawalState State { get; init; }

    /// <summary>How many different operators have to approve it, by the rules at the time of the request.</summary>
    public int ApprovalsNeeded { get; init; }

    /// <summary>
    /// Null where the address had been in this account's book for longer than the cool-down. Else it is not signed before this instant: the end of the
    /// cool-down, or the instant of the request where the amount was small enough to go at once.
    /// </summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How often it was signed: more than once only where earlier bytes expired unpaid.</summary>
    public int Attempts { get; init; }

    /// <summary>Of the attempt that is live or ended it.</summary>
    public string? TransactionId { get; init; }

    public AccountId? ReviewedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The funds are held under the withdrawal's own id.</summary>
    public static HoldId HoldOf(WithdrawalId id) => new(id.Value);

    /// <summary>What arrives.</summary>
    public Sun ToReceive() => Amount - Fee - ActivationFee;

    public WithdrawalView ToView() =>
        new(Id, AccountId, Address, Amount, Fee, State, TransactionId, RequestedAt, ActivationFee, ApprovalsNeeded, Approvals: 0, NotBefore, WithdrawalWait.None)
        {
            OpeningReturned = OpeningReturned > Sun.Zero ? OpeningReturned : Sun.Zero,
            HeldBackAt = HeldBackAt,
            Reason = Reason,
        };
}

/// <summary>Where signed bytes stand.</summary>
internal enum AttemptOutcome
{
    /// <summary>They could pay.</summary>
    Live = 0,

    /// <summary>They paid.</summary>
    Paid = 1,

    /// <summary>They are in a solid block, and were refused there.</summary>
    Failed = 2,

    /// <summary>They expired and are in no solid block.</summary>
    Expired = 3,
}

/// <summary>
/// Bytes that were signed for a withdrawal, kept for ever. The database holds at most one per withdrawal that could pay or has paid: TRON knows no
/// nonce, so nothing but this keeps a withdrawal from being paid twice.
/// </summary>
internal sealed class PaymentAttempt
{
    public required WithdrawalId WithdrawalId { get; init; }

    /// <summary>1, 2, 3…</summary>
    public required int Number { get; init; }

    public required string Network { get; init; }

    public required string TransactionId { get; init; }

    public required byte[] SignedBytes { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    public required AttemptOutcome Outcome { get; init; }

    /// <summary>When the outcome was known for good.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the network took for it, in the smallest unit.</summary>
    public long NetworkFee { get; init; }

    /// <summary>True where it paid, and was the recipient's first payment.</summary>
    public bool OpenedRecipient { get; init; }
}

/// <summary>That an operator approved a withdrawal. The key makes one operator one voice.</summary>
internal sealed class Approval
{
    public required WithdrawalId WithdrawalId { get; init; }

    public required AccountId OperatorId { get; init; }

    public required DateTimeOffset ApprovedAt { get; init; }
}

/// <summary>
/// What holds for all withdrawals of a network. Requests take this row until their commit, so that two of them can not both pass under a limit.
/// </summary>
internal sealed class WithdrawalControl
{
    public required string Network { get; init; }

    /// <summary>Nothing new is signed.</summary>
    public bool IsPaused { get; init; }

    public AccountId? PausedBy { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Since when the source has too little for the withdrawal whose turn it is; null where it has enough.</summary>
    public DateTimeOffset? ShortSince { get; init; }
}
