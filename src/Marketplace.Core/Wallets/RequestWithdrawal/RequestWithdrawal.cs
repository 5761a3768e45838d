using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>A withdrawal.</summary>
/// <param name="Value">The bare id.</param>
public readonly record struct WithdrawalId(Guid Value) : ITypedId<WithdrawalId>
{
    /// <inheritdoc/>
    public static WithdrawalId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Where a withdrawal stands.</summary>
public enum WithdrawalState
{
    /// <summary>The funds are held; an operator decides.</summary>
    Requested = 0,

    /// <summary>Will be signed next.</summary>
    Approved = 1,

    /// <summary>Bytes and id are stored; nothing was sent yet, for all we know.</summary>
    Signed = 2,

    /// <summary>Sent at least once.</summary>
    Broadcast = 3,

    /// <summary>Paid for good.</summary>
    Settled = 4,

    /// <summary>An operator said no; the funds are free again.</summary>
    Rejected = 5,

    /// <summary>The network refused it for good; the funds are free again.</summary>
    Failed = 6,
}

/// <summary>What a withdrawal would cost, before anything happens. Errors: those of <see cref="RequestWithdrawal"/>.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="Address">Where to, as typed.</param>
/// <param name="Amount">What leaves the balance, fee included; null to check the address only.</param>
public sealed record QuoteWithdrawal(AccountId AccountId, string Address, Sun? Amount) : IQuery<Result<WithdrawalQuote>>;

/// <summary>What a withdrawal would cost.</summary>
/// <param name="Address">In its one spelling.</param>
/// <param name="Amount">What leaves the balance.</param>
/// <param name="Fee">Taken out of it.</param>
/// <param name="Receives">What arrives.</param>
/// <param name="NeedsApproval">True where an operator looks at it first.</param>
public sealed record WithdrawalQuote(string Address, Sun Amount, Sun Fee, Sun Receives, bool NeedsApproval);

/// <summary>
/// Holds the funds and puts the withdrawal on its way. Errors: <c>wallets.bad_address</c>, <c>wallets.own_address</c>,
/// <c>wallets.below_minimum</c>, <c>wallets.above_maximum</c>, <c>wallets.insufficient_funds</c>.
/// </summary>
/// <param name="AccountId">Who.</param>
/// <param name="Address">Where to.</param>
/// <param name="Amount">What leaves the balance, fee included.</param>
/// <param name="IdempotencyKey">The caller's key.</param>
public sealed record RequestWithdrawal(AccountId AccountId, string Address, Sun Amount, string? IdempotencyKey = null) : ICommand<WithdrawalView>, IIdempotent;

/// <summary>A withdrawal as its owner and the operators see it.</summary>
/// <param name="Id">Which.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Address">Where to.</param>
/// <param name="Amount">What leaves the balance.</param>
/// <param name="Fee">Taken out of it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="TransactionId">The chain's id once signed.</param>
/// <param name="RequestedAt">When.</param>
public sealed record WithdrawalView(
    WithdrawalId Id, AccountId AccountId, string Address, Sun Amount, Sun Fee, WithdrawalState State, string? TransactionId, DateTimeOffset RequestedAt);

/// <summary>A withdrawal arrived for good.</summary>
/// <param name="WithdrawalId">Which.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Received">What arrived, in the smallest unit.</param>
/// <param name="Address">Where.</param>
/// <param name="TransactionId">The chain's id.</param>
public sealed record WithdrawalSettled(WithdrawalId WithdrawalId, AccountId AccountId, long Received, string Address, string TransactionId) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}

/// <summary>A withdrawal will not happen; its funds are free again.</summary>
/// <param name="WithdrawalId">Which.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">What is free again, in the smallest unit.</param>
/// <param name="Rejected">True where an operator decided so, false where the network refused.</param>
public sealed record WithdrawalCancelled(WithdrawalId WithdrawalId, AccountId AccountId, long Amount, bool Rejected) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}

/// <summary>A withdrawal waits for an operator.</summary>
/// <param name="WithdrawalId">Which.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">How much, in the smallest unit.</param>
public sealed record WithdrawalAwaitsApproval(WithdrawalId WithdrawalId, AccountId AccountId, long Amount) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}
