using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>A deposit stands in a block that may still vanish: nothing is credited yet.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">In the smallest unit.</param>
/// <param name="TransactionId">The chain's id.</param>
/// <param name="Target">Where it will go.</param>
public sealed record DepositSeen(AccountId AccountId, long Amount, string TransactionId, DepositTarget Target) : IIntegrationEvent
{
    /// <summary>The code of what came: the network's own asset, or a token.</summary>
    public string Asset { get; init; } = "TRX";

    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}

/// <summary>
/// A deposit that was told by <see cref="DepositSeen"/> stands in no block any more: nothing was credited. Where it comes back in another block, it is seen again.
/// </summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">In the smallest unit.</param>
/// <param name="TransactionId">The chain's id.</param>
/// <param name="Target">Where it would have gone.</param>
public sealed record DepositDropped(AccountId AccountId, long Amount, string TransactionId, DepositTarget Target) : IIntegrationEvent
{
    /// <summary>The code of what came: the network's own asset, or a token.</summary>
    public string Asset { get; init; } = "TRX";

    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}

/// <summary>
/// Something arrived for good that is too little to be credited by itself. It is kept, and credited with whatever else comes to that address once that is enough together.
/// Less than a hundredth of the minimum is not told: such grains are sent to thousands of addresses for the sake of what is written beside them.
/// </summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">What came now, in the smallest unit.</param>
/// <param name="Together">What waits there now, this included, in the smallest unit.</param>
/// <param name="Minimum">From what on it is credited, in the smallest unit.</param>
/// <param name="TransactionId">The chain's id of the last of it.</param>
/// <param name="Target">Where it will go.</param>
public sealed record DepositBelowMinimum(AccountId AccountId, long Amount, long Together, long Minimum, string TransactionId, DepositTarget Target) : IIntegrationEvent
{
    /// <summary>The code of what came: the network's own asset, or a token.</summary>
    public string Asset { get; init; } = "TRX";

    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}

/// <summary>A deposit was credited (told inside the transaction that credited it, and afterwards through the outbox).</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">In the smallest unit.</param>
/// <param name="TransactionId">The chain's id.</param>
/// <param name="OutputIndex">Which of its outputs.</param>
/// <param name="Target">Where it went. Only <see cref="DepositTarget.Ad"/> earns a commission: the other can be withdrawn at once.</param>
public sealed record DepositCredited(AccountId AccountId, long Amount, string TransactionId, int OutputIndex, DepositTarget Target) : IIntegrationEvent, IDomainEvent
{
    /// <summary>The code of what came: the network's own asset, or a token.</summary>
    public string Asset { get; init; } = "TRX";

    /// <summary>What was too little by itself and is credited with this deposit, each by an event of its own; in the smallest unit.</summary>
    public long Carries { get; init; }

    /// <summary>True where it was too little by itself: another deposit's <see cref="Carries"/> counts it, and its owner need not be told of each grain.</summary>
    public bool IsCarried { get; init; }

    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}
