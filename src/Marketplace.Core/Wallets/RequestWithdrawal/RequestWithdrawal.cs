using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Kernel;
using MediatR;

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
    /// <summary>The funds are held; operators decide.</summary>
    Requested = 0,

    /// <summary>Will be signed when its turn comes.</summary>
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

    /// <summary>Its owner took it back before it was signed; the funds are free again.</summary>
    Cancelled = 7,
}

/// <summary>Why an approved withdrawal is not signed yet.</summary>
public enum WithdrawalWait
{
    /// <summary>Nothing: its turn comes in a moment, or it was signed, or it waits for operators.</summary>
    None = 0,

    /// <summary>The cool-down of a new address, until <see cref="WithdrawalView.NotBefore"/>.</summary>
    CoolDown = 1,

    /// <summary>An operator paused all withdrawals.</summary>
    Paused = 2,

    /// <summary>The wallet that pays has too little at the moment; the operators were told.</summary>
    Coins = 3,

    /// <summary>Its owner is shut out; an operator decides.</summary>
    HeldBack = 4,
}

/// <summary>
/// What a withdrawal would cost, before anything happens. Errors: those of <see cref="RequestWithdrawal"/>. It asks the network about the payee: send it
/// outside of any command.
/// </summary>
/// <param name="AccountId">Who.</param>
/// <param name="Address">Where to, as typed.</param>
/// <param name="Amount">What leaves the balance, fee included; null to check the address only.</param>
public sealed record QuoteWithdrawal(AccountId AccountId, string Address, Sun? Amount) : IQuery<Result<WithdrawalQuote>>;

/// <summary>What a withdrawal would cost.</summary>
/// <param name="Address">In its one spelling.</param>
/// <param name="Amount">What leaves the balance.</param>
/// <param name="Fee">Taken out of it.</param>
/// <param name="ActivationFee">
/// Also taken out of it, because the network does not know this address yet; 0 where it does, or where a payment on its way opens it. What turns out not to be
/// needed comes back to the balance.
/// </param>
/// <param name="ApprovalsNeeded">How many operators look at it first.</param>
/// <param name="CoolDown">How long it waits because the address is new in this account's book; zero where it goes at once.</param>
public sealed record WithdrawalQuote(string Address, Sun Amount, Sun Fee, Sun ActivationFee, int ApprovalsNeeded, TimeSpan CoolDown)
{
    /// <summary>All that is taken out of the amount.</summary>
    public Sun TotalFee => Fee + ActivationFee;

    /// <summary>What arrives; 0 where no amount was asked for.</summary>
    public Sun Receives => Amount > TotalFee ? Amount - TotalFee : Sun.Zero;
}

/// <summary>
/// Holds the funds and puts the withdrawal on its way. Errors: <c>wallets.bad_address</c>, <c>wallets.own_address</c>, <c>wallets.below_minimum</c>,
/// <c>wallets.above_maximum</c>, <c>wallets.daily_limit</c>, <c>wallets.total_daily_limit</c>, <c>wallets.fee_changed</c>,
/// <c>wallets.insufficient_funds</c>, <c>wallets.network_unavailable</c>, <c>accounts.banned</c>. Not a command of the pipeline itself: it asks the network about the payee first, and no
/// transaction waits for a network. The one it then opens is idempotent by the key.
/// </summary>
/// <param name="AccountId">Who.</param>
/// <param name="Address">Where to.</param>
/// <param name="Amount">What leaves the balance, fees included.</param>
/// <param name="IdempotencyKey">The caller's key.</param>
/// <param name="QuotedFee">The <see cref="WithdrawalQuote.TotalFee"/> that the person agreed to; more is not taken. Null agrees to any.</param>
public sealed record RequestWithdrawal(AccountId AccountId, string Address, Sun Amount, string? IdempotencyKey = null, Sun? QuotedFee = null)
    : IRequest<Result<WithdrawalView>>;

/// <summary>A withdrawal as its owner and the operators see it.</summary>
/// <param name="Id">Which.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Address">Where to.</param>
/// <param name="Amount">What leaves the balance.</param>
/// <param name="Fee">Taken out of it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="TransactionId">The chain's id once signed.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="ActivationFee">Also taken out of it, for an address that the network did not know.</param>
/// <param name="ApprovalsNeeded">How many operators have to approve it.</param>
/// <param name="Approvals">How many did.</param>
/// <param name="NotBefore">It is not signed before this instant; null where nothing keeps it.</param>
/// <param name="Wait">Why it is not signed yet.</param>
public sealed record WithdrawalView(
    WithdrawalId Id,
    AccountId AccountId,
    string Address,
    Sun Amount,
    Sun Fee,
    WithdrawalState State,
    string? TransactionId,
    DateTimeOffset RequestedAt,
    Sun ActivationFee,
    int ApprovalsNeeded,
    int Approvals,
    DateTimeOffset? NotBefore,
    WithdrawalWait Wait)
{
    /// <summary>Of <see cref="ActivationFee"/>, what went back to the balance because somebody else had opened the address.</summary>
    public Sun OpeningReturned { get; init; }

    /// <summary>Since when it is held back because its owner is shut out; null where it is not.</summary>
    public DateTimeOffset? HeldBackAt { get; init; }

    /// <summary>What an operator said when they refused it, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What arrives.</summary>
    [JsonIgnore]
    public Sun Receives => Amount - Fee - ActivationFee;

    /// <summary>True while its owner can still take it back.</summary>
    [JsonIgnore]
    public bool CanBeCancelled => State is WithdrawalState.Requested or WithdrawalState.Approved;
}

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
/// <param name="State">Who decided so: <c>Rejected</c> an operator, <c>Failed</c> the network, <c>Cancelled</c> its owner.</param>
public sealed record WithdrawalCancelled(WithdrawalId WithdrawalId, AccountId AccountId, long Amount, WithdrawalState State) : IIntegrationEvent
{
    /// <summary>What the operator said who refused it, or null.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}

/// <summary>A withdrawal waits for an operator.</summary>
/// <param name="WithdrawalId">Which.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">How much, in the smallest unit.</param>
public sealed record WithdrawalAwaitsApproval(WithdrawalId WithdrawalId, AccountId AccountId, long Amount) : IIntegrationEvent
{
    /// <summary>Who has approved it already: the others have to look.</summary>
    public IReadOnlyList<AccountId> ApprovedBy { get; init; } = [];

    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}

/// <summary>The wallet that pays has too little for the next withdrawal: all of them wait until somebody fills it. Told once for each time that it happens.</summary>
/// <param name="Network">On which network.</param>
/// <param name="Address">Which wallet.</param>
/// <param name="Available">What it has, in the smallest unit.</param>
/// <param name="Needed">What the next withdrawal needs, network fee included.</param>
public sealed record WithdrawalsLackCoins(string Network, string Address, long Available, long Needed) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"network:{Network}";
}

/// <summary>A withdrawal has all the approvals that it needs.</summary>
/// <param name="WithdrawalId">Which.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Receives">What will arrive, in the smallest unit.</param>
/// <param name="NotBefore">When it goes out at the earliest; null where it goes at once.</param>
public sealed record WithdrawalApproved(WithdrawalId WithdrawalId, AccountId AccountId, long Receives, DateTimeOffset? NotBefore) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}

/// <summary>The price of opening an address was taken and then not needed: it is on the balance again.</summary>
/// <param name="WithdrawalId">Of which withdrawal.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">What came back, in the smallest unit.</param>
/// <param name="Address">Which address was open already.</param>
public sealed record OpeningPriceReturned(WithdrawalId WithdrawalId, AccountId AccountId, long Amount, string Address) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}
